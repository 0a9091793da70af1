"""`assess`: verdicts, appended."""

import json

import pytest

from claimtrack.domain.vocabulary import ASSERTION_VERDICTS, CLAIM_VERDICTS
from tests.cli.support import Desk


@pytest.fixture
def claim(desk: Desk) -> str:
    """A claim."""
    return desk.ok("add", "The gates opened early", "-s", "Omar Denn").id


def test_a_verdict(desk: Desk, claim: str) -> None:
    """By the user, now."""
    done = desk.ok("assess", claim, "supported", "--why", "Two logs agree", "--credibility", "2")
    body = desk.body(done.id)
    assert (body["target"], body["verdict"], body["why"]) == (claim, "supported", "Two logs agree")
    assert (body["by"], body["credibility"]) == ("desk", 2)
    assert body["on"].endswith("Z")


def test_verdicts_are_appended(desk: Desk, claim: str) -> None:
    """A later one replaces none."""
    for verdict in ("supported", "refuted", "supported"):
        desk.ok("assess", claim, verdict, "--why", "x")
    assert sorted(body["verdict"] for body in desk.all("assessment")) == ["refuted", "supported", "supported"]


@pytest.mark.parametrize("given", [{}, {"by": "desk"}, {"on": "2022-01-05"}])
def test_a_verdict_that_names_nobody(desk: Desk, given: dict[str, str]) -> None:
    """One of a file need not say who judged, or when: it is whoever imported it, then. It hinders no other."""
    verdict = {"verdict": "refuted", "why": "The film", **given}
    said = {"text": "It fell", "assertions": [{"chain": ["Omar Denn"]}], "assessments": [verdict]}
    rated = {"name": "Ines", "kind": "person", "ratings": [{"letter": "B", "why": "Long known", **given}]}
    (desk.folder / "a.json").write_text(json.dumps({"claimtrack": 1, "sources": [rated], "claims": [said]}), "utf-8")
    desk.ok("import", str(desk.folder / "a.json"))
    desk.ok("assess", "It fell", "refuted", "--why", "The film")
    desk.ok("rate", "Ines", "B", "--why", "Long known")
    assert len(desk.all("assessment")) == 2
    assert len(desk.all("rating")) == 2


def test_a_repeated_verdict_is_recorded_once(any_desk: Desk) -> None:
    """Whoever repeats a command, not knowing whether it was done, gets the id of what was recorded."""
    claim = any_desk.ok("add", "The gates opened early", "-s", "Omar Denn").id
    line = (
        "assess",
        claim,
        "refuted",
        "--why",
        "The film",
        "--credibility",
        "2",
        "--evidence",
        "https://example.org/f",
    )
    first = any_desk.ok(*line)
    before = any_desk.head()
    again = any_desk.ok(*line[:4], " The  film ", *line[5:])
    assert again.ids == first.ids
    assert "--again records it once more" in again.err
    assert any_desk.head() == before
    assert any_desk.ok(*line, "--again").ids != first.ids
    assert len(any_desk.all("assessment")) == 2


@pytest.mark.parametrize(
    "other",
    [
        ["supported", "--why", "The film"],
        ["refuted", "--why", "The log"],
        ["refuted", "--why", "The film", "--credibility", "5"],
        ["refuted", "--why", "The film", "--evidence", "The log book"],
    ],
)
def test_what_differs_from_the_last_verdict_is_recorded(desk: Desk, claim: str, other: list[str]) -> None:
    """And so is the first verdict again after it: only the last one counts."""
    line = ["assess", claim, "refuted", "--why", "The film"]
    desk.ok(*line)
    desk.ok("assess", claim, *other)
    desk.ok(*line)
    assert len(desk.all("assessment")) == 3


def test_the_same_verdict_of_another_person_is_recorded(desk: Desk, claim: str) -> None:
    """One's own stays the last of one's own."""
    line = ["assess", claim, "refuted", "--why", "The film"]
    desk.ok(*line)
    desk.user = "ana"
    desk.ok(*line)
    desk.user = "desk"
    desk.ok(*line)
    assert sorted(body["by"] for body in desk.all("assessment")) == ["ana", "desk"]


def test_a_verdict_that_was_voided_can_be_given_again(desk: Desk, claim: str) -> None:
    """It is a new one."""
    line = ["assess", claim, "refuted", "--why", "The film"]
    first = desk.ok(*line).id
    desk.ok("void", first)
    assert desk.ok(*line).id != first


def test_a_repeated_rating_is_recorded_once(any_desk: Desk) -> None:
    """By topic."""
    line = ["rate", "The Courier", "B", "--why", "Right so far"]
    first = any_desk.ok(*line)
    assert any_desk.ok(*line).ids == first.ids
    any_desk.ok(*line, "--topic", "weather")
    assert any_desk.ok(*line).ids == first.ids
    any_desk.ok(*line, "--again")
    assert len(any_desk.all("rating")) == 3


def test_evidence_known_or_new(desk: Desk, claim: str) -> None:
    """An id is taken; a URL or words are recorded, bearing as the verdict does."""
    known = desk.ok("annotate", claim, "--supports", "The log book").id
    done = desk.ok(
        "assess", claim, "refuted", "--why", "x", "--evidence", known, "--evidence", "https://example.org/film"
    )
    rests_on = desk.body(done.id)["evidence"]
    assert known in rests_on
    assert {desk.body(one)["bearing"] for one in rests_on} == {"supports", "refutes"}


@pytest.mark.parametrize("verdict", CLAIM_VERDICTS)
def test_verdicts_on_claims(desk: Desk, claim: str, verdict: str) -> None:
    """They are for claims, not for attributions."""
    desk.ok("assess", claim, verdict, "--why", "x")
    desk.refused("assess", desk.all("assertion")[0]["id"], verdict, "--why", "x")


@pytest.mark.parametrize("verdict", ASSERTION_VERDICTS)
def test_verdicts_on_attributions(desk: Desk, claim: str, verdict: str) -> None:
    """And the other way about."""
    desk.ok("assess", desk.all("assertion")[0]["id"], verdict, "--why", "x")
    desk.refused("assess", claim, verdict, "--why", "x")


@pytest.mark.parametrize("options", [[], ["--why", ""], ["--why", "  "], ["--why", "x", "--credibility", "7"]])
def test_a_verdict_needs_a_reason(desk: Desk, claim: str, options: list[str]) -> None:
    """One with words in it; and a credibility from 1 to 6."""
    desk.refused("assess", claim, "supported", *options)


def test_a_refused_verdict_leaves_no_evidence(desk: Desk, claim: str) -> None:
    """It is one change or none."""
    desk.refused("assess", claim, "supported", "--why", " ", "--evidence", "https://example.org/film")
    assert desk.all("evidence") == []


def test_an_evidence_id_that_is_none(desk: Desk, claim: str) -> None:
    """An id of another kind is no evidence."""
    desk.refused("assess", claim, "supported", "--why", "x", "--evidence", claim)


def test_a_verdict_and_its_evidence_are_one_change(desk: Desk, claim: str) -> None:
    """So that `undo` takes both back."""
    before = desk.head()[0]
    desk.ok("assess", claim, "supported", "--why", "x", "--evidence", "https://example.org/film")
    assert desk.head()[0] == before + 1
    desk.ok("undo")
    assert desk.all("evidence") == desk.all("assessment") == []


def test_suggestion(desk: Desk, claim: str) -> None:
    """A misspelt verdict is answered with the nearest."""
    assert "Did you mean supported?" in desk.refused("assess", claim, "suported", "--why", "x")


def test_json(desk: Desk, claim: str) -> None:
    """Ids and the change."""
    found = desk.ok("assess", claim, "supported", "--why", "x", "--json").json
    assert desk.body(found["ids"][0])["type"] == "assessment"
    assert (found["change"], found["digest"]) == desk.head()


def test_the_help_names_every_verdict(desk: Desk) -> None:
    """Those of claims and those of attributions."""
    words = " ".join(desk.ok("assess", "--help").out.split()).replace("- ", "-")
    assert all(verdict in words for verdict in (*CLAIM_VERDICTS, *ASSERTION_VERDICTS))
