"""What the reader is not sure of: it is chosen by a person before it is accepted, in a review as in a file."""

from __future__ import annotations

import io
import json

import pytest

from claimtrack.actions import records
from claimtrack.actions.reading.article import Article, open_article
from claimtrack.actions.reading.decisions import claim_line, claim_of_line, read_decisions
from claimtrack.actions.reading.editing import change
from claimtrack.actions.reading.recording import previews
from claimtrack.actions.reading.review import ACCEPT, REJECT, Review
from claimtrack.queries.records import SuggestedClaim
from tests.actions.conftest import Twice

TEXT = "Omar Denn said the quay was old. Tom Ek met Ola Berg in the hall, where he said the captain had been drunk."


@pytest.fixture
def article(ledger: Twice) -> Article:
    """A piece of which one passage is in doubt twice: who says it, and whether it alleges wrongdoing."""
    written = records.add(ledger, "document", {"text": TEXT, "title": "Quay", "publisher": "The Courier"}, by="ana")
    document = written.value.top_level_ids[0]
    assert document is not None
    return open_article(ledger, document, None)


def review(ledger: Twice, article: Article) -> Review:
    """A review that stands at the passage in doubt."""
    made = Review(article, lambda some: previews(ledger, some, by="ana", story=None))
    made.decide(ACCEPT)
    return made


def test_yes_is_no_choice(ledger: Twice, article: Article) -> None:
    """A card in doubt is not accepted before every doubt of it is settled; it can be left out at once."""
    made = review(ledger, article)
    assert made.card is not None
    assert {choice.field for choice in made.choices(made.card)} == {"who", "allegation"}
    with pytest.raises(ValueError, match="in doubt"):
        made.decide(ACCEPT)
    while choices := made.choices(made.card):
        made.choose(choices[-1])
    (offer,) = made.card.proposed
    assert offer.names == ["Ola Berg"]
    assert [hop["source"] for hop in offer.assertions[0]["chain"]] == ["Ola Berg"]
    assert "allegation" not in offer.item
    made.decide(ACCEPT)
    assert len(made.having(ACCEPT)) == 2
    other = review(ledger, article)
    other.decide(REJECT)
    assert len(other.having(REJECT)) == 1


def test_what_was_offered_may_be_chosen(ledger: Twice, article: Article) -> None:
    """The first option is the claim as it was offered, with nothing changed but the doubt."""
    made = review(ledger, article)
    assert made.card is not None
    before = made.card.proposed[0].item
    while choices := made.choices(made.card):
        made.choose(choices[0])
    assert made.card.proposed[0].item == before


def test_a_line_with_a_doubt_is_not_accepted(article: Article) -> None:
    """A file says which line accepts what is in doubt; without the doubts it is accepted."""
    line = claim_line(article.proposed[1])
    assert set(line["doubts"]) == {"who", "allegation"}
    assert claim_of_line(line, article) == article.proposed[1]

    def decided(**more: object) -> tuple[int, list[str]]:
        text = json.dumps({**line, "decision": "accept", **more})
        found = read_decisions(io.BytesIO(text.encode()), "made.jsonl", article)
        return len(found.accepted), [problem.message for problem in found.problems]

    taken, problems = decided()
    assert taken == 0
    assert problems == [
        "it is accepted, but it is in doubt whether it alleges wrongdoing",
        "it is accepted, but it is in doubt who says it",
    ]
    assert decided(doubts={}) == (1, [])
    assert decided(doubts=["who"])[1] == ["these are no doubts"]


def test_what_alleges_nothing_accuses_nobody(ledger: Twice) -> None:
    """Whom a claim seemed to accuse is in it while it may be an allegation."""
    told = {"text": "Omar Denn said Tom Ek had faked the papers.", "title": "Quay", "publisher": "The Courier"}
    document = records.add(ledger, "document", told, by="ana").value.top_level_ids[0]
    assert document is not None
    article = open_article(ledger, document, None)
    (proposed,) = article.proposed
    assert proposed.accused == ["Tom Ek"]
    assert change(proposed, "allegation", "yes", article).accused == ["Tom Ek"]
    assert change(proposed, "allegation", "no", article).accused == []


def test_a_figure_answers_the_question_of_the_story(ledger: Twice) -> None:
    """A question that asks the same of the same people is the story's own; of another year it is another one."""
    asked = "How many people were killed in the Kesra disaster?"
    written = records.add(ledger, "story", {"name": "Ferry"}, by="ana")
    story = written.value.top_level_ids[0]
    records.add(ledger, "question", {"text": asked, "answer_kind": "figure", "story": story}, by="ana")
    text = "Kesra ferry crash\n\nPolice said 31 people drowned. In 1977 two people died in Ista, police said.\n"
    document = records.add(ledger, "document", {"text": text, "title": "Crash"}, by="ana").value.top_level_ids[0]
    assert document is not None
    questions = [one.item.get("question") for one in open_article(ledger, document, story).proposed]
    assert questions == [asked, "How many people were killed in Ista in 1977?"]


def test_whether_some_of_them_are_counted_is_chosen(ledger: Twice) -> None:
    """Where the story asks for all the dead and a figure is of the crew's, a person says once which question it is."""
    asked = "How many people were killed in the Kesra ferry crash?"
    story = records.add(ledger, "story", {"name": "Ferry"}, by="ana").value.top_level_ids[0]
    records.add(ledger, "question", {"text": asked, "answer_kind": "figure", "story": story}, by="ana")
    text = "Kesra ferry crash\n\nPolice said 31 sailors were killed. The mayor said 33 sailors were killed.\n"
    document = records.add(ledger, "document", {"text": text, "title": "Crash"}, by="ana").value.top_level_ids[0]
    assert document is not None
    made = Review(open_article(ledger, document, story), lambda some: previews(ledger, some, by="ana", story=story))
    assert made.card is not None
    choices = made.choices(made.card)
    own = "How many sailors were killed in the Kesra ferry crash?"
    assert [choice.option for choice in choices] == [own, asked]
    assert len(made.choose(choices[1])) == 2
    assert [one.item["question"] for one in made.proposed] == [asked, asked]
    assert not any(one.doubts for one in made.proposed)


def test_a_question_in_nearly_the_words_of_the_story_is_offered(ledger: Twice) -> None:
    """One that says less may ask for more than the story's does: a person chooses; one that says the same is taken."""
    by_line, asked = "How many ferries were cancelled by the line?", "How many homes were flooded?"
    story = records.add(ledger, "story", {"name": "Storm"}, by="ana").value.top_level_ids[0]
    for question in (by_line, asked):
        records.add(ledger, "question", {"text": question, "answer_kind": "figure", "story": story}, by="ana")
    text = "Storm in Kesra\n\nThe union said 31 ferries were cancelled. The mayor said 33 homes had been flooded.\n"
    document = records.add(ledger, "document", {"text": text, "title": "Storm"}, by="ana").value.top_level_ids[0]
    assert document is not None
    first, second = open_article(ledger, document, story).proposed
    assert [doubt.options for doubt in first.doubts] == [("How many ferries were cancelled?", by_line)]
    assert (second.item["question"], second.doubts) == (asked, ())


def test_a_claim_that_is_there_is_in_no_doubt(ledger: Twice, article: Article) -> None:
    """What is attributed to a claim of the ledger is not asked what that claim is; who says it is still asked."""
    made = review(ledger, article)
    assert made.card is not None
    (offer,) = made.card.proposed
    made.attribute(offer, SuggestedClaim("x", "The captain had been drunk", (None, None)))
    assert {choice.field for choice in made.choices(made.card)} == {"who"}


def test_whose_word_a_label_was_goes_with_it(ledger: Twice, article: Article) -> None:
    """A figure in place of a label, or no label, leaves nothing of whose word the label was."""
    made = review(ledger, article)
    assert made.card is not None
    (offer,) = made.card.proposed
    labelled = change(change(offer, "label", "drunk", article), "label_words", "own", article)
    assert labelled.assertions[0]["label_words"] == "own"
    assert change(labelled, "label", "sober", article).assertions[0]["label_words"] == "own"
    for field, typed in (("figure", "two"), ("label", "")):
        assert "label_words" not in change(labelled, field, typed, article).assertions[0]
