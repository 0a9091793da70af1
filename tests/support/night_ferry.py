"""A story of 63 claims in four outlets, as a bundle, as a desk has it on its second day. All of it is invented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

STORY = "Night ferry collision, Tarn Sound"
OUTLETS = ("The Tarn Herald", "Coast Wire", "Northern Mail", "Radio Sund")
DEAD = "How many people were killed in the collision?"
HURT = "How many people were injured in the collision?"
ABOARD = "How many people were aboard the ferry?"
CAUSE = "What caused the collision?"
CREW = "What is the crew called?"

SOURCES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Sund", "government", {"qualifier": "state"}),
    ("Coastguard", "organisation", {"speaks_for": "Sund"}),
    ("Tarn Police", "organisation", {"speaks_for": "Sund"}),
    ("Edda Holt", "person", {"role": "transport minister", "speaks_for": "Sund", "sides": [{"name": "authorities"}]}),
    ("Sound Lines", "organisation", {"sides": [{"name": "operator"}]}),
    ("Piers Amdal", "person", {"role": "chair of Sound Lines", "speaks_for": "Sound Lines"}),
    ("Seafarers' Union", "organisation", {"sides": [{"name": "crew"}]}),
    ("Kari Boe", "person", {"role": "secretary of the Seafarers' Union", "speaks_for": "Seafarers' Union"}),
    ("Tarn Hospital", "organisation", {}),
    ("Ola Reim", "witness", {"qualifier": "passenger, 41"}),
    ("Sunniva Lie", "witness", {"qualifier": "student, 22"}),
    ("Marine Accident Board", "organisation", {"speaks_for": "Sund"}),
    ("Jens Ruud", "person", {"role": "former captain"}),
    ("Tarn Pilots' Guild", "organisation", {}),
)

FIGURES = (
    ("Five people were killed", DEAD, "five", "Tarn Police", 1),
    ("At least six people were killed", DEAD, "at least six", "Tarn Hospital", 2),
    ("Seven people were killed", DEAD, "seven", "Coastguard", 3),
    ("Nine people were killed", DEAD, "nine", "Seafarers' Union", 1),
    ("About 20 people were injured", HURT, "about 20", "Ola Reim", 1),
    ("Dozens of people were injured", HURT, "dozens", "Tarn Hospital", 2),
    ("34 people were injured, eight of them seriously", HURT, "34", "Coastguard", 3),
    ("147 people were aboard", ABOARD, "147", "Sound Lines", 1),
    ("More than 160 people were aboard", ABOARD, "more than 160", "Seafarers' Union", 4),
)
"""Claim, question, figure as said, who counts, number of the outlet."""

ALLEGATIONS = (
    ("Sound Lines sailed with a radar that it knew to be broken", "Kari Boe", ["Sound Lines"], "Piers Amdal", 1),
    ("Sound Lines told crews to log repairs that were never made", "Jens Ruud", ["Sound Lines"], None, 2),
    ("The coastguard waited 40 minutes before it sent a boat", "Sunniva Lie", ["Coastguard"], "Coastguard", 3),
    ("The second officer was drunk on the bridge", None, [], None, 4),
)
"""Claim, who alleges it, against whom, who denies it, number of the outlet."""

ASKED = {"asked": "Sound Lines", "how": "email", "on": "2031-11-06", "outcome": "declined"}

OWN_VOICE = (
    "The Sunda was the oldest ferry on the sound and had failed two inspections in the past four years",
    "Life jackets lay in heaps on the quay on Tuesday morning",
    "The careless crew of the Sunda had been on watch for fourteen hours",
    "No ferry has sunk in the sound since 1961",
    "The harbour was closed to all traffic until Wednesday evening",
    "The sound is crossed by more than two million passengers a year",
    "Sound Lines has lost money in each of the last five years",
)

SAID: tuple[tuple[str, str, str, int], ...] = (
    ("The Sunda struck the freighter Brage at 23.40 on Monday", "event", "Coastguard", 1),
    ("The Brage had its navigation lights on", "event", "Tarn Pilots' Guild", 1),
    ("The Brage showed no lights at all", "event", "Ola Reim", 1),
    ("The lights on the car deck went out before the ships touched", "event", "Sunniva Lie", 1),
    ("There was no alarm until water stood in the saloon", "event", "Ola Reim", 1),
    ("The crew handed out life jackets within minutes", "event", "Kari Boe", 1),
    ("Fog had closed the northern channel since nine in the evening", "event", "Coastguard", 2),
    ("The ferry's last inspection was in February and found nothing to object to", "event", "Sound Lines", 2),
    ("The ferry turned to port although the rules told it to turn to starboard", "event", "Jens Ruud", 2),
    ("Two lifeboats could not be lowered", "event", "Sunniva Lie", 2),
    ("The second officer had the watch", "event", "Tarn Police", 2),
    ("The captain was asleep in his cabin when the ships touched", "event", "Seafarers' Union", 2),
    ("Divers have reached the car deck", "event", "Coastguard", 3),
    ("The voyage recorder was recovered on Tuesday afternoon and is undamaged", "event", "Marine Accident Board", 3),
    ("Three of the injured are in intensive care", "event", "Tarn Hospital", 3),
    ("Relatives were told nothing for eleven hours", "event", "Sunniva Lie", 3),
    ("The pilot left the ferry an hour before the collision", "event", "Tarn Pilots' Guild", 3),
    ("The company cut two posts on every bridge last autumn", "event", "Kari Boe", 4),
    ("Passengers broke a window of the saloon to get out", "event", "Ola Reim", 4),
    ("The freighter was bound for Harn with timber", "event", "Coastguard", 4),
    ("A distress call was received at 23.52", "event", "Coastguard", 4),
    ("The Sunda carried eleven lorries, two of them with chemicals", "event", "Sound Lines", 4),
    ("Oil has reached the bird cliffs at Skarv", "event", "Tarn Police", 4),
    ("The inquiry will be independent of the ministry", "pledge", "Edda Holt", 1),
    ("Every family will be paid for travel and lodging", "pledge", "Sound Lines", 1),
    ("The wreck will be raised before winter", "forecast", "Coastguard", 2),
    ("All ferries of the class should be kept in harbour", "call", "Kari Boe", 2),
    ("The minister should resign", "call", "Seafarers' Union", 2),
    ("Safety has always come first at Sound Lines", "position", "Piers Amdal", 1),
    ("The state bears no blame for what a private company does", "position", "Edda Holt", 3),
    ("A full report will take a year", "forecast", "Marine Accident Board", 3),
    ("Pilots should stay aboard until the open sea", "call", "Tarn Pilots' Guild", 3),
    ("The board will publish what the voyage recorder holds", "pledge", "Marine Accident Board", 4),
)

NOBODY = (
    "The ferry had been sold to a yard abroad and was to be scrapped in spring",
    "An engineer warned the company of the state of the steering in January",
    "The Brage left harbour without the papers that it needed",
    "Two of the dead were children",
)


def _url(outlet: int) -> str:
    return f"https://news{outlet}.example/ferry"


def _claim(text: str, who: str | None, outlet: int, also: tuple[Any, ...] = (), **fields: Any) -> dict[str, Any]:
    origin = {"source": who} if who else {"naming": "hearsay", "hedge": "reportedly"}
    if who in ("Ola Reim", "Sunniva Lie"):
        origin["basis"] = "witnessed"
    said = {"document": _url(outlet), "chain": [origin], "quote": {"exact": text}}
    return {"text": text, "assertions": [said, *also], **fields}


def _claims() -> Iterator[dict[str, Any]]:
    for text, question, figure, who, outlet in FIGURES:
        yield _claim(text, who, outlet, kind="figure", question=question, answer={"figure": figure})
    for text, accuser, about, denier, outlet in ALLEGATIONS:
        denial = {"document": _url(outlet), "chain": [denier], "stance": "denies"}
        claim = _claim(text, accuser, outlet, (denial,) if denier else (), allegation=True)
        claim |= {"about": about} if about else {}
        yield claim | ({"requests": [ASKED]} if accuser == "Jens Ruud" else {})
    for text, who in (("Fog caused it", "Coastguard"), ("A broken radar caused it", "Kari Boe")):
        yield _claim(text, who, 1, kind="cause", question=CAUSE, answer={"text": text})
    label = {"question": CREW, "answer": {"label": "careless"}}
    yield _claim("The crew was careless", "Piers Amdal", 1, **label)
    for number, text in enumerate(OWN_VOICE):
        said = {"chain": [OUTLETS[number % 4]], "document": _url(number % 4 + 1), "quote_kind": "own"}
        claim = {"text": text, "assertions": [said | {"quote": {"exact": text}}]}
        yield claim | label if "careless" in text else claim
    both = {"document": _url(4), "chain": [{"source": "Ola Reim", "basis": "witnessed"}, "Coast Wire"]}
    again = {"document": _url(2), "chain": [{"source": "Tarn Hospital", "basis": "records"}]}
    yield _claim("Survivors were brought ashore at Skarv", "Sunniva Lie", 1, (both, again))
    sirens = _claim("The sirens of the harbour were sounded at 23.55", "Tarn Police", 1)
    yield sirens | {
        "evidence": [{"url": "https://archive.example/sirens", "bearing": "supports"}],
        "assessments": [{"verdict": "supported", "why": "A recording has them, with the hour", "by": "desk"}],
    }
    refuted = _claim("A third ship was involved", "Jens Ruud", 2)
    yield refuted | {"assessments": [{"verdict": "refuted", "why": "Radar of the port shows two", "by": "desk"}]}
    for text, kind, who, outlet in SAID:
        yield _claim(text, who, outlet, kind=kind)
    for number, text in enumerate(NOBODY):
        yield _claim(text, None, number + 1)


CLAIMS = list(_claims())

BUNDLE: dict[str, Any] = {
    "stories": [{"name": STORY, "started": "2031-11-03"}],
    "sources": [{"name": name, "kind": kind, **fields} for name, kind, fields in SOURCES],
    "documents": [
        {
            "url": _url(number),
            "title": f"Ferry sinks in Tarn Sound ({outlet})",
            "publisher": outlet,
            "published": f"2031-11-0{3 + number}",
            "text": "\n".join(
                said["quote"]["exact"] + "."
                for claim in CLAIMS
                for said in claim["assertions"]
                if said["document"] == _url(number) and "quote" in said
            ),
        }
        for number, outlet in enumerate(OUTLETS, 1)
    ],
    "questions": [
        *({"text": text, "answer_kind": "figure", "cumulative": text != ABOARD} for text in (DEAD, HURT, ABOARD)),
        {"text": CAUSE, "answer_kind": "cause"},
        {"text": CREW, "answer_kind": "label"},
    ],
    "claims": CLAIMS,
}
