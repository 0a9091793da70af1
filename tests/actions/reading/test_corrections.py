"""What one correction of a card settles with it: others of the same words, a name with "&", a role, a parted claim."""

from __future__ import annotations

from claimtrack.actions import records
from claimtrack.actions.reading.article import open_article
from claimtrack.actions.reading.editing import change
from claimtrack.actions.reading.recording import previews
from claimtrack.actions.reading.review import ACCEPT, Review
from claimtrack.actions.reading.splitting import parted_at, place_of_part
from tests.actions.conftest import Twice


def opened(ledger: Twice, text: str) -> Review:
    """The review of a piece."""
    written = records.add(ledger, "document", {"text": text, "title": "Quay", "publisher": "The Courier"}, by="ana")
    document = written.value.top_level_ids[0]
    assert document is not None
    return Review(open_article(ledger, document, None), lambda some: previews(ledger, some, by="ana", story=None))


def test_what_alleges_wrongdoing_does_so_where_it_is_denied(ledger: Twice) -> None:
    """A person says it once; what else is in doubt stays so."""
    review = opened(
        ledger,
        "Union leader Hana Vale alleged that the chairman, Pol Oke, “gave the order”. Oke called the claim a lie.\n\n"
        "Ben Orr alleged that the harbour master took money.",
    )
    alleged, denied, other = review.proposed
    assert denied.item["text"] == alleged.item["text"]
    assert all(one.doubts for one in (alleged, denied, other))
    review.choose(next(one for one in review.choices(review.cards[0]) if one.option == "yes"))
    assert [bool(one.doubts) for one in review.proposed] == [False, False, True]
    assert review.proposed[1].item["allegation"] is True
    review.decide(ACCEPT)
    assert not review.choices(review.cards[1])


def test_a_name_with_an_ampersand_is_one_where_the_text_has_it(ledger: Twice) -> None:
    """Two names between which the text has none are two speakers, as are two that the passage has already."""
    review = opened(ledger, "The owner of Vesk & Sons said it was shut. Ana Lint and Ben Orr said it was not.")
    first, second = review.proposed
    typed = {"Vesk & Sons": first, "Ana Lint & Vesk & Sons > Tass": first, "Ana Lint & Ben Orr > Tass": second}
    made = [change(claim, "who", names, review.article) for names, claim in typed.items()]
    speakers = [[one["chain"][0]["source"] for one in claim.assertions] for claim in made]
    assert speakers == [["Vesk & Sons"], ["Ana Lint", "Vesk & Sons"], ["Ana Lint", "Ben Orr"]]


def test_the_words_for_one_speaker_are_theirs_in_all_that_hangs_on_them(ledger: Twice) -> None:
    """Of "the company", corrected in one of two clauses, the other is the company's too; another mention may not be."""
    review = opened(
        ledger,
        "Karst Power and Brook Mills met. The company said the dam had burst and the road would stay closed.\n\n"
        "The company said on Friday that it was sorry.",
    )
    first, second, other = review.proposed
    assert first.source == second.source != other.source
    called = first.names[0]
    review.change(first, changed := change(first, "who", "Brook Mills", review.article))
    assert [one.mark for one in review.rename_there(changed, called, "Brook Mills")] == [second.mark]
    assert [one.names for one in review.proposed] == [["Brook Mills"], ["Brook Mills"], [called]]


def test_a_parted_claim_leaves_out_who_said_it(ledger: Twice) -> None:
    """Words for the speaker that stand between the two parts are neither's, wherever the second is said to begin."""
    review = opened(ledger, "Two sheds burned, authorities said, and the road to Ista shut.")
    (whole,) = review.proposed
    for begins in ("authorities said", "and the road", "the road"):
        at = place_of_part(whole, begins, review.article)
        assert at is not None
        parts = parted_at(whole, at, review.article, review.by_hand((at, whole.end)))
        assert [one.item["text"] for one in parts] == ["Two sheds burned", "The road to Ista shut"]


def test_a_name_takes_its_words_out_of_the_role(ledger: Twice) -> None:
    """What was read as an office, and is a part of the name, is no office."""
    review = opened(ledger, "Inspector Col Brand said the quay was shut.")
    (first,) = review.proposed
    assert first.sources[0]["role"] == "Inspector Col"
    renamed = change(first, "who", "Col Brand", review.article)
    assert renamed.sources == ({"name": "Col Brand", "kind": "person", "role": "Inspector"},)
