"""Recording claims and attributions, as a program does it."""

import pytest

from claimtrack.actions import claims, records, versions
from claimtrack.actions.claims import AttributionInput, ClaimInput
from claimtrack.actions.speakers import Speakers
from claimtrack.errors import BadInput, NeedsPerson
from tests.actions.conftest import Twice

TEXT = """Harbour under water

“The gates stood open all night,” said Ines, a fisher. The board called those who came “looters”.
"""


@pytest.fixture
def story(ledger: Twice) -> str:
    """The id of a story."""
    found = records.add(ledger, "story", {"name": "Harbour flood"}, by="desk").value.top_level_ids[0]
    assert found
    return found


@pytest.fixture
def document(ledger: Twice) -> str:
    """The id of a document with a text and a publisher."""
    fields = {"title": "Harbour under water", "publisher": "The Courier", "text": TEXT}
    found = records.add(ledger, "document", fields, by="desk").value.top_level_ids[0]
    assert found
    return found


def said(*names: str, **options: object) -> AttributionInput:
    """An attribution to these names."""
    return AttributionInput(Speakers(said_by=names), **options)  # type: ignore[arg-type]


def test_a_claim_and_its_assertion_are_one_change(ledger: Twice, story: str) -> None:
    """The ids come back, the change's number and digest with them."""
    written = claims.add(ledger, ClaimInput("The lock broke", story), said("Ines"), by="desk", why="by telephone")
    assert written.seq == 2
    assert written.digest is not None
    assert not written.value.attributed
    assert ledger.body(written.value.claim)["story"] == story
    (only,) = written.value.assertions
    assert ledger.body(only)["claim"] == written.value.claim


def test_the_same_again_is_no_change(ledger: Twice, story: str) -> None:
    """And a claim of the same wording gets a further assertion."""
    first = claims.add(ledger, ClaimInput("The lock broke", story), said("Ines"), by="desk").value
    again = claims.add(ledger, ClaimInput("  The lock\nbroke ", story), said("Ines"), by="desk")
    assert (again.seq, again.value.claim, again.value.assertions) == (None, first.claim, first.assertions)
    other = claims.add(ledger, ClaimInput("The lock broke", story), said("Marta"), by="desk").value
    assert (other.claim, other.attributed) == (first.claim, True)
    assert len(ledger.children("assertion", "claim", first.claim)) == 2


def test_a_reworded_claim_is_refused(ledger: Twice, story: str) -> None:
    """With both wordings; `separate` makes another claim of it, and another."""
    first = claims.add(ledger, ClaimInput("The lock broke", story), said("Ines"), by="desk").value.claim
    versions.edit(ledger, first, {"text": "The lock held"}, by="desk")
    with pytest.raises(NeedsPerson, match="The lock held"):
        claims.add(ledger, ClaimInput("The lock broke", story), said("Ines"), by="desk")
    apart = ClaimInput("The lock broke", story, separate=True)
    made = {claims.add(ledger, apart, said("Ines"), by="desk").value.claim for _ in range(3)}
    assert len(made) == 3
    assert sorted(ledger.body(claim)["separate"] for claim in made) == [1, 2, 3]


def test_a_text_that_stands_in_the_document_is_its_own_passage(ledger: Twice, story: str, document: str) -> None:
    """Found whatever its quote marks and case; its kind is read from the text."""
    wording = ClaimInput("the gates stood open all night", story)
    added = claims.add(ledger, wording, said("Ines", document=document), by="desk").value
    body = ledger.body(added.assertions[0])
    assert body["quote"]["exact"] == "The gates stood open all night"
    assert body["quote_kind"] == "direct"


def test_a_label_at_arms_length(ledger: Twice, story: str, document: str) -> None:
    """Is told from the text."""
    wording = ClaimInput("They were looters", story, answer={"label": "looters"}, question="What were they called?")
    attribution = said("Harbour Board", document=document, quote='called those who came "looters"')
    body = ledger.body(claims.add(ledger, wording, attribution, by="desk").value.assertions[0])
    assert (body["quote_kind"], body["label_words"]) == ("partial", "scare")
    assert ledger.body(body["claim"])["kind"] == "characterisation"


def test_a_joint_statement_is_an_assertion_each(ledger: Twice, story: str) -> None:
    """In one change, with one word between them."""
    wording = ClaimInput("All should stay at home", story, kind="call")
    added = claims.add(ledger, wording, said("Belmark", "Norrland"), by="desk").value
    bodies = [ledger.body(one) for one in added.assertions]
    assert len({body["joint"] for body in bodies}) == 1
    assert len({body["chain"][0]["source"] for body in bodies}) == 2


def test_again_and_continues_take_the_last_line_over(ledger: Twice, story: str, document: str) -> None:
    """The writer's own last line, nobody else's: speaker, chain, document; `continues` also its occasion."""
    first = said("Ines", "Marta", document=document, occasion="on the quay", evidence_given=("none-given",))
    made = claims.add(ledger, ClaimInput("The lock broke", story), first, by="desk").value
    claims.add(ledger, ClaimInput("The bridge holds", story), said("Harbour Board"), by="another")
    again = claims.add(ledger, ClaimInput("The pump stopped", story), AttributionInput(again=True), by="desk").value
    for old, new in zip(made.assertions, again.assertions, strict=True):
        was, now = ledger.body(old), ledger.body(new)
        assert (was["chain"], was["document"]) == (now["chain"], now["document"])
        assert "occasion" not in now
    on = claims.add(ledger, ClaimInput("It smelt of oil", story), AttributionInput(continues=True), by="desk").value
    now = ledger.body(on.assertions[0])
    assert now["continues"] == again.assertions[0]
    with pytest.raises(BadInput, match="take the speaker"):
        claims.add(
            ledger, ClaimInput("x y", story), AttributionInput(Speakers(said_by=("Ines",)), again=True), by="desk"
        )
    with pytest.raises(BadInput, match="no assertion of yours"):
        claims.add(ledger, ClaimInput("x y", story), AttributionInput(again=True), by="nobody yet")


def test_a_further_attribution_is_found_by_the_claims_id(ledger: Twice, story: str) -> None:
    """With its stance, notes and tags."""
    claim = claims.add(ledger, ClaimInput("The lock broke", story), said("Ines"), by="desk").value.claim
    attribution = said("Harbour Board", stance="denies", notes=("by letter",), tags=("letter",))
    added = claims.attribute(ledger, claim, attribution, by="desk").value
    (only,) = added.assertions
    assert ledger.body(only)["stance"] == "denies"
    assert [note["text"] for note in ledger.children("note", "target", only)] == ["by letter"]
    assert [tag["name"] for tag in ledger.children("tag", "target", only)] == ["letter"]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_claim_has_words(ledger: Twice, text: str) -> None:
    """Or is refused."""
    with pytest.raises(BadInput, match="no words"):
        claims.add(ledger, ClaimInput(text), said("Ines"), by="desk")


def test_nothing_is_recorded_of_what_is_refused(ledger: Twice, story: str) -> None:
    """Neither the claim nor the source named beside it."""
    with pytest.raises(BadInput):
        claims.add(ledger, ClaimInput("Many sank", story, answer={"figure": "many-ish"}), said("Zoe"), by="desk")
    assert ledger.last_change() == 1


@pytest.mark.parametrize(("release", "told"), [("on-record", True), ("off-record", False)])
def test_who_corrects_to_what_they_said_before_is_told(ledger: Twice, story: str, release: str, *, told: bool) -> None:
    """But not of what they said off the record."""
    made = claims.add(ledger, ClaimInput("The lock broke", story), said("Ines"), by="desk").value.claim
    claims.attribute(ledger, made, said("Omar", release=release, quote="it broke"), by="desk")
    corrected = claims.attribute(ledger, made, said("Omar", stance="corrects", quote="it did break"), by="desk")
    assert corrected.value.repeated is told
