"""The questions of a piece's figures, held against those of its story: one event, whatever each outlet calls it."""

from collections.abc import Sequence

import pytest

from claimtrack.actions import records
from claimtrack.actions.reading.article import open_article
from claimtrack.actions.reading.recording import previews
from claimtrack.actions.reading.review import Review
from claimtrack.ledger.database import LedgerDatabase

KNOWN = "How many people were killed in the Kesra ferry crash?"


def opened(ledger: LedgerDatabase, text: str, *questions: str) -> Review:
    """The review of a piece that is filed in a story with these questions."""
    story = records.add(ledger, "story", {"name": "Ferry"}, by="ana").value.top_level_ids[0]
    for question in questions:
        records.add(ledger, "question", {"text": question, "answer_kind": "figure", "story": story}, by="ana")
    document = records.add(ledger, "document", {"text": text, "title": "Piece"}, by="ana").value.top_level_ids[0]
    assert document is not None
    article = open_article(ledger, document, story)
    return Review(article, lambda some: previews(ledger, some, by="ana", story=story))


def asked(review: Review) -> Sequence[str | None]:
    """What its figures ask."""
    return [one.item.get("question") for one in review.proposed]


def test_the_event_of_the_story_is_that_of_the_piece(ledger: LedgerDatabase) -> None:
    """Another name for it, or none, is no other event: a figure nobody gave yet is asked of the story's event too."""
    text = "Accident on the river\n\nPolice said 31 people drowned in the accident. The mayor said 12 were injured.\n"
    review = opened(ledger, text, KNOWN)
    assert asked(review) == [KNOWN, "How many people were injured in the Kesra ferry crash?"]
    assert not any(one.doubts for one in review.proposed)


def test_a_list_of_incidents_is_asked_about(ledger: LedgerDatabase) -> None:
    """Where the story asks the same of several incidents, none is taken for that of a piece which names none."""
    incidents = [f"How many people were killed in incident HD-{number:03}?" for number in (1, 2, 43)]
    review = opened(ledger, "The registrar said that three people died in the hospital.\n", *incidents)
    assert review.card is not None
    first, *others = [choice.option for choice in review.choices(review.card)]
    assert first == asked(review)[0]
    assert sorted(others) == incidents


def test_so_are_events_that_are_named_as_often(ledger: LedgerDatabase) -> None:
    """Neither of two fires is the story's."""
    fires = [f"How many people were killed in the {place} fire?" for place in ("Ista", "Orsa")]
    review = opened(ledger, "The registrar said that three people were killed.\n", *fires)
    assert review.card is not None
    first, *others = [choice.option for choice in review.choices(review.card)]
    assert first not in fires
    assert sorted(others) == fires


def test_two_places_are_asked_about_once(ledger: LedgerDatabase) -> None:
    """Where both events have names and none is in both, a person chooses; for every figure of the piece."""
    text = (
        "Ista ferry crash\n\nPolice said 31 people drowned. The mayor said 12 were injured in the Ista ferry crash.\n"
    )
    own = "How many people were killed in the Ista ferry crash?"
    review = opened(ledger, text, KNOWN)
    assert review.card is not None
    choices = review.choices(review.card)
    assert [choice.option for choice in choices] == [KNOWN, own]
    review.choose(choices[1])
    assert asked(review) == [own, "How many people were injured in the Ista ferry crash?"]
    assert not any(one.doubts for one in review.proposed)


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("How many people were killed in the quay accident?", "How many people were injured in the quay accident?"),
        ("How many people were rescued?", "How many people were injured in the Ista ferry crash?"),
        ("How many people swam in the quay fire?", "How many people were injured in the Ista ferry crash?"),
    ],
)
def test_an_event_that_is_corrected(ledger: LedgerDatabase, typed: str, others: str) -> None:
    """Called otherwise in one question, it is so in those of other figures; another question is of its figure alone."""
    text = (
        "Ista ferry crash\n\nPolice said 31 people drowned. The mayor said 12 were injured in the Ista ferry crash.\n"
    )
    review = opened(ledger, text)
    before = str(asked(review)[0])
    review.ask_of_others(before, typed)
    assert asked(review) == [typed if "accident" in typed else before, others]


def test_what_was_decided_asks_what_it_asked(ledger: LedgerDatabase) -> None:
    """A correction holds from here on."""
    text = "Ista ferry crash\n\nPolice said 31 people drowned. The mayor said 33 people were killed.\n"
    review = opened(ledger, text)
    before = str(asked(review)[0])
    review.decide("accept")
    review.ask_of_others(before, KNOWN, all_of_it=True)
    assert asked(review) == [before, KNOWN]


def test_an_event_of_another_kind_is_asked_about(ledger: LedgerDatabase) -> None:
    """A piece that speaks of a fire, and of a crash too, may be about the story's crash: a person chooses."""
    text = "Fire on the Kesra quay\n\nPolice said 31 people were killed in the fire. The crash was heard for miles.\n"
    review = opened(ledger, text, KNOWN)
    assert review.card is not None
    own = asked(review)[0]
    assert own is not None
    assert [choice.option for choice in review.choices(review.card)] == [
        KNOWN,
        "How many people were killed in the fire?",
    ]


def test_an_event_of_another_kind_that_the_piece_has_not_is_another(ledger: LedgerDatabase) -> None:
    """A piece without the noun and the name of the story's event keeps its own."""
    text = "Market fire\n\nPolice said 31 people were killed in the market fire.\n"
    review = opened(ledger, text, KNOWN)
    assert asked(review) == ["How many people were killed in the market fire?"]
    assert not any(one.doubts for one in review.proposed)


def test_a_claim_in_the_words_of_its_question_has_those_of_the_story(ledger: LedgerDatabase) -> None:
    """What a headline leaves out is told of the story's event: "12 hurt" is not of "the tragedy" there."""
    text = "Tragedy at the quay: 12 hurt\n\nThe tragedy struck before dawn.\n"
    story = records.add(ledger, "story", {"name": "Ferry"}, by="ana").value.top_level_ids[0]
    records.add(ledger, "question", {"text": KNOWN, "answer_kind": "figure", "story": story}, by="ana")
    outlet = records.add(ledger, "source", {"name": "Coast Gazette", "kind": "outlet"}, by="ana").value.top_level_ids[0]
    told = {"text": text, "title": "Piece", "publisher": outlet}
    document = records.add(ledger, "document", told, by="ana").value.top_level_ids[0]
    assert document is not None
    article = open_article(ledger, document, story)
    assert [one.item["text"] for one in article.proposed] == ["12 people were injured in the Kesra ferry crash"]


def test_a_blockade_is_an_event(ledger: LedgerDatabase) -> None:
    """What the story's question calls the event is what others of the piece are asked of."""
    review = opened(
        ledger,
        "Ferry strike in Ista\n\nNine people were hurt, police said. Six people were arrested, the mayor said.",
        "How many people were injured in the Ista quay blockade?",
    )
    assert asked(review) == [
        "How many people were injured in the Ista quay blockade?",
        "How many people were arrested in the Ista quay blockade?",
    ]
