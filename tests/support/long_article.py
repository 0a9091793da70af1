"""A piece of some twenty-five attributions, and what a reader makes of it: mostly right, with a reader's faults."""

from __future__ import annotations

from claimtrack.reading.proposals import ProposedHop, Reading
from tests.support.annotated_reader import Said, reading, said
from tests.support.tree import ROOT

FERRY = (ROOT / "tests" / "cases" / "articles" / "ferry.txt").read_text("utf-8")

GUARD = ProposedHop("coastguard", None, kind="organisation")
LETH = ProposedHop("Rosa Leth", None, kind="person", role="captain of the Halla")
MOOR = ProposedHop("Pavel Moor", None, kind="person", role="director", speaks_for="Tarn Line")
UNION = ProposedHop("Seafarers' Union", None, kind="organisation")
WIRE = ProposedHop("North Wire", None, kind="news-agency")
OFFICIALS = ProposedHop("two officials at the transport ministry", None, naming="anonymous", kind="group")
SAND = ProposedHop("Mira Sand", None, kind="person", role="nurse", basis="witnessed")
WOMAN = ProposedHop("spokeswoman", None, naming="role", kind="person", speaks_for="Prosecutors")
HOLT = ProposedHop("mayor of Tarn", None, naming="role", kind="person")
BRUN = ProposedHop("Aksel Brun", None, kind="person", role="transport minister")


def ferry(text: str) -> Reading:
    """What is proposed of FERRY. Wrong: one passage is none, "She" is taken for the nurse, the mayor has no name."""
    parts = [
        ("Ferry aground off Tarn as owner and crew trade blame", "headline", None, None),
        ("By Nils Abend in Tarn", "byline", "Nils Abend", "Tarn"),
        ("Sign up for our letters", "boilerplate", None, None),
    ]
    return reading(text, [*_sea(), *_land()], parts)


def _sea() -> list[Said]:
    return [
        said("the coastguard", "said", "The ferry Halla ran aground off Tarn on Friday with 212 people aboard", GUARD),
        said("It", "said", "nobody had been killed", GUARD, kind="figure", figure="nobody"),
        said("Captain Rosa Leth", "said", "the steering failed without warning", LETH, kind="cause"),
        said("she", "told", "“We lost the rudder at full speed,”", (LETH, WIRE)),
        said("", "", "“There was nothing on the panel. Not one light.”", (LETH, WIRE), continues=3),
        said(
            "The owner, Tarn Line",
            "denied",
            "this",
            ProposedHop("Tarn Line", None, kind="organisation"),
            text="The steering failed without warning",
            stance="denies",
        ),
        said("its director, Pavel Moor", "said", "“The ship was inspected in March,”", MOOR),
        said("", "", "“No fault was found.”", MOOR, continues=6),
        said(
            "Moor",
            "blamed",
            "“a reckless course”",
            MOOR,
            text="A reckless course is to blame",
            kind="cause",
            label="a reckless course",
            label_words="scare",
            evidence_given=("none-given",),
        ),
        said(
            "The Seafarers' Union and the port of Tarn",
            "said",
            "at least two warnings had been sent to the owner in the spring",
            UNION,
            ProposedHop("Port of Tarn", None, kind="organisation"),
            kind="figure",
            figure="at least two",
            occasion="in a joint statement",
        ),
        said("The union", "added", "crews had been cut by a third", UNION),
        said(
            "two officials at the transport ministry",
            "According to",
            "the ferry sailed with one of its radars broken",
            OFFICIALS,
        ),
    ]


def _land() -> list[Said]:
    return [
        said("Passengers", "described", "a long wait", ProposedHop("Passengers", None, naming="group", kind="group")),
        said("Mira Sand, a nurse", "said", "some 40 people had been hurt", SAND, kind="figure", figure="some 40"),
        said("she", "said", "“People were lying on the stairs,”", SAND),
        said("", "", "“We tore up tablecloths.”", SAND, continues=14),
        said(
            "Jon Ask, a student",
            "said",
            "the crew “did everything they could”",
            ProposedHop("Jon Ask", None, kind="person"),
        ),
        said(
            "",
            "reportedly",
            "Prosecutors have reportedly opened an inquiry",
            ProposedHop(None, None, naming="hearsay", hedge="reportedly"),
            text="Prosecutors have opened an inquiry",
        ),
        said(
            "A spokeswoman for the prosecutors", "said", "it was too early to speak of suspects", WOMAN, kind="position"
        ),
        said("She", "said", "the log had been seized", SAND),
        said(
            "The mayor of Tarn, Lise Holt", "called", "the owner “cowboys”", HOLT, label="cowboys", label_words="scare"
        ),
        said("Holt", "said", "the town would sue", HOLT, kind="pledge"),
        said("The transport minister, Aksel Brun", "promised", "new rules by autumn", BRUN, kind="pledge"),
        said("Brun", "said", "“This will not happen again,”", BRUN, kind="pledge"),
        said("North Wire", "reported", "Insurers expect a bill of about 30 million crowns", WIRE),
        said("Divers", "said", "oil had not leaked", ProposedHop("divers", None, naming="group", kind="group")),
        said(
            "the harbour office",
            "said",
            "a thin film of oil had been seen",
            ProposedHop("Harbour office", None, kind="organisation"),
        ),
        said("The evening", "was", "The evening was calm", ProposedHop("evening", None)),
    ]
