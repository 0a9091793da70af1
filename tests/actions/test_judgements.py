"""Notes, evidence, requests, verdicts, ratings and disagreements, as a program records them."""

import pytest

from claimtrack.actions import claims, disagreements, judgements, records, versions
from claimtrack.actions.claims import AttributionInput, ClaimInput
from claimtrack.actions.speakers import Speakers
from claimtrack.errors import BadInput
from tests.actions.conftest import Twice


@pytest.fixture
def claim(ledger: Twice) -> str:
    """The id of a claim in a story."""
    story = records.add(ledger, "story", {"name": "Harbour flood"}, by="desk").value.top_level_ids[0]
    said = AttributionInput(Speakers(said_by=("Ines",)))
    return claims.add(ledger, ClaimInput("The lock broke", story), said, by="desk").value.claim


def test_notes_tags_and_evidence(ledger: Twice, claim: str) -> None:
    """Of several records in one change; tags come off again, whatever their case."""
    judgements.annotate(ledger, [claim], by="desk", notes=["by telephone"], tags=["Lock"])
    proof = [("supports", "https://example.org/photo"), ("refutes", "The log of the lock")]
    written = judgements.annotate(ledger, [claim], by="desk", untag=["lock"], evidence=proof, details={"kind": "image"})
    assert written.seq == 4
    assert ledger.children("tag", "target", claim) == []
    found = {one["bearing"]: one for one in ledger.children("evidence", "target", claim)}
    assert found["supports"]["url"] == "https://example.org/photo"
    assert found["refutes"]["text"] == "The log of the lock"
    with pytest.raises(BadInput, match="tagged"):
        judgements.annotate(ledger, [claim], by="desk", untag=["lock"])


def test_an_answer_finds_its_request(ledger: Twice, claim: str) -> None:
    """The one still waiting, of that source; another day is another request."""
    board = records.add(
        ledger, "source", {"name": "Harbour Board", "kind": "organisation"}, by="desk"
    ).value.top_level_ids[0]
    asked = judgements.ask(ledger, claim, {"asked": board, "on": "2026-03-02"}, by="desk").value.top_level_ids
    told = {"asked": board, "outcome": "declined", "answered_on": "2026-03-03"}
    assert judgements.ask(ledger, claim, told, by="desk").value.top_level_ids == asked
    assert ledger.body(str(asked[0]))["outcome"] == "declined"
    assert judgements.ask(ledger, claim, {"asked": board, "on": "2026-03-04"}, by="desk").value.top_level_ids != asked


def test_a_verdict_and_its_evidence_are_one_change(ledger: Twice, claim: str) -> None:
    """What is no id is recorded as evidence, bearing as the verdict does."""
    before = ledger.last_change()
    judgements.assess(ledger, claim, "refuted", by="desk", why="the log", evidence=["The log", "https://example.org/a"])
    assert ledger.last_change() == before + 1
    (verdict,) = ledger.children("assessment", "target", claim)
    evidence = ledger.children("evidence", "target", claim)
    assert sorted(verdict["evidence"]) == [one["id"] for one in evidence]
    assert {one["bearing"] for one in evidence} == {"refutes"}
    judgements.assess(ledger, claim, "supported", by="desk", why="no", evidence=[evidence[0]["id"]], credibility=2)
    assert len(ledger.children("assessment", "target", claim)) == 2


def test_ratings_are_appended(ledger: Twice, claim: str) -> None:
    """Each with its instant."""
    with ledger.reading() as connection:
        from claimtrack.ledger import lookup

        ines = lookup.match(connection, "Ines", ("source",)).id
    for letter in "AB":
        judgements.rate(ledger, ines, letter, by="desk", why="met her", topic="locks")
    assert len(ledger.children("rating", "source", ines)) == 2


def test_a_disagreement_is_recorded_and_settled(ledger: Twice, claim: str) -> None:
    """Between two claims or more; what is settled keeps the positions it had."""
    story = ledger.body(claim)["story"]
    said = AttributionInput(Speakers(said_by=("Marta",)))
    other = claims.add(ledger, ClaimInput("The lock was opened", story), said, by="desk").value.claim
    with pytest.raises(BadInput, match="two claims"):
        disagreements.disagree(ledger, [claim, claim], "cause", by="desk", why="x")
    made = disagreements.disagree(ledger, [other, claim], "cause", by="desk", why="one of them").value.top_level_ids[0]
    assert (
        made
        == disagreements.disagree(ledger, [claim, other], "cause", by="desk", why="one of them").value.top_level_ids[0]
    )
    body = ledger.body(str(made))
    assert (body["claims"], body["state"], body["strength"]) == (sorted([claim, other]), "open", "possible")
    found = disagreements.find_disagreement(ledger, str(made))
    with pytest.raises(BadInput, match="no part in this disagreement"):
        disagreements.settle(ledger, found, "resolved", by="desk", why="the log", claim=str(made))
    disagreements.settle(ledger, found, "resolved", by="desk", why="the log", claim=claim)
    body = ledger.body(str(made))
    keys = sorted(position.key for position in found.positions)
    assert len(keys) == 2
    assert (body["state"], body["for"], body["positions"]) == ("resolved", claim, keys)


def test_two_claims_have_one_comparison(ledger: Twice, claim: str) -> None:
    """Another verdict is a new version of it, whichever claim is named first; the claims stay as they are."""
    said = AttributionInput(Speakers(said_by=("Ben",)))
    other = claims.add(ledger, ClaimInput("A lock gave way", ledger.body(claim)["story"]), said, by="desk").value.claim
    before = [ledger.body(claim), ledger.body(other)]
    comparison = judgements.compare(ledger, (claim, other), "same", by="desk", why="One lock").value
    assert judgements.compare(ledger, (other, claim), "same", by="desk", why="One lock").seq is None
    for verdict in ("different", "same", "unsure"):
        assert judgements.compare(ledger, (other, claim), verdict, by="ines", why="Looked again").value == comparison
        body = ledger.body(comparison)
        assert (body["verdict"], body["by"], body["why"]) == (verdict, "ines", "Looked again")
    versions.undo(ledger, by="ines")
    assert ledger.body(comparison)["verdict"] == "same"
    versions.void(ledger, [comparison], by="desk", why="A slip")
    judgements.compare(ledger, (claim, other), "different", by="desk", why="Two locks")
    assert (ledger.body(comparison)["verdict"], [ledger.body(claim), ledger.body(other)]) == ("different", before)
    with pytest.raises(BadInput, match="one claim"):
        judgements.compare(ledger, (claim, claim), "same", by="desk", why="x")
