"""Two people of one name: each is a source of their own, and a person says which of them speaks."""

from __future__ import annotations

from sqlalchemy import text

from claimtrack.actions import records
from claimtrack.actions.reading.article import Article, open_article
from claimtrack.actions.reading.editing import change
from claimtrack.actions.reading.recording import previews, record
from claimtrack.actions.reading.review import ACCEPT, Review, mention_words
from tests.actions.conftest import Twice

TWO = """\
The roof fell in, fire chief Tomas Reyl said. Reyl said the hall was full.

Tomas Reyl, 44, a fishmonger, said the light went out. Reyl said the stall was crushed.

Fire chief Tomas Reyl said the search was over.
"""
ONE = """\
Tomas Reyl, 44, a fishmonger, said the light went out. Reyl said the stall was crushed.
"""
FISHMONGER = "Tomas Reyl (fishmonger)"


def stored(ledger: Twice, words: str) -> Article:
    """A stored text as it is read."""
    written = records.add(ledger, "document", {"text": words, "title": "Hall", "publisher": "The Courier"}, by="ana")
    document = written.value.top_level_ids[0]
    assert document is not None
    return open_article(ledger, document, None)


def review(ledger: Twice, article: Article) -> Review:
    return Review(article, lambda some: previews(ledger, some, by="ana", story=None))


def named(ledger: Twice) -> set[tuple[str, str | None, str | None]]:
    """Name, qualifier and role of each source of that name."""
    with ledger.reading() as connection:
        rows = connection.execute(text("SELECT name, qualifier, role FROM source WHERE name = 'Tomas Reyl'"))
        return {(row.name, row.qualifier, row.role) for row in rows}


def accept_all(made: Review) -> None:
    while made.card is not None:
        while choices := made.choices(made.card):
            made.choose(choices[0])
        made.decide(ACCEPT)


def test_a_piece_tells_two_of_one_name_apart(ledger: Twice) -> None:
    """Whom it introduces as something else is another, in doubt; an office tells who is meant, a surname does not."""
    article = stored(ledger, TWO)
    said = [(one.names, [doubt.options for doubt in one.doubts]) for one in article.proposed]
    either = [(FISHMONGER, "Tomas Reyl")]
    assert said == [
        (["Tomas Reyl"], []),
        (["Tomas Reyl"], []),
        ([FISHMONGER], either),
        ([FISHMONGER], either),
        (["Tomas Reyl"], []),
    ]


def test_each_is_recorded_as_their_own(ledger: Twice) -> None:
    """The second gets what tells them apart; the first keeps their role, whatever is said of the second."""
    article = stored(ledger, TWO)
    made = review(ledger, article)
    accept_all(made)
    new = {one.name: one.role for offer in made.proposed for one in made.preview(offer).new}
    assert new == {"Tomas Reyl": "fire chief", FISHMONGER: "fishmonger"}
    made.describe(FISHMONGER, "person, fish seller")
    record(ledger, made.having(ACCEPT), document=article.document, by="ana")
    assert named(ledger) == {("Tomas Reyl", None, "fire chief"), ("Tomas Reyl", "fishmonger", "fish seller")}


def test_the_ledgers_may_be_another(ledger: Twice) -> None:
    """Of whom the ledger knows as something else a key says which it is, once for the piece."""
    records.add(ledger, "source", {"name": "Tomas Reyl", "kind": "person", "role": "fire chief"}, by="ana")
    article = stored(ledger, ONE)
    assert [[doubt.options for doubt in one.doubts] for one in article.proposed] == [[("Tomas Reyl", FISHMONGER)]] * 2
    made = review(ledger, article)
    assert made.card is not None
    assert len(made.choose(made.choices(made.card)[1])) == 2
    accept_all(made)
    record(ledger, made.having(ACCEPT), document=article.document, by="ana")
    assert named(ledger) == {("Tomas Reyl", None, "fire chief"), ("Tomas Reyl", "fishmonger", "fishmonger")}


def test_who_may_be_the_ledgers_is_taken_for_it(ledger: Twice) -> None:
    """A role that shares a word, or none, is no reason to ask; nor is anything once the ledger knows both."""
    records.add(ledger, "source", {"name": "Tomas Reyl", "kind": "person", "role": "fishmonger in Ista"}, by="ana")
    assert not any(one.doubts for one in stored(ledger, ONE).proposed)


def test_a_name_typed_with_a_qualifier_is_from_there_on(ledger: Twice) -> None:
    """What was read before keeps its speaker, and the name as it was may be typed again."""
    article = stored(ledger, "Fire chief Tomas Reyl said the roof was old. Reyl said it was shut. Reyl said it fell.")
    made = review(ledger, article)
    made.go(1)
    offer = made.proposed[1]
    changed = change(offer, "who", FISHMONGER, article)
    made.change(offer, changed)
    made.rename("Tomas Reyl", FISHMONGER, mention_words(offer, article.text))
    assert [one.names for one in made.proposed] == [["Tomas Reyl"], [FISHMONGER], [FISHMONGER]]
    assert made.names == {}
    (new,) = made.preview(made.proposed[1]).new
    assert (new.name, new.role) == (FISHMONGER, None)


def test_a_body_by_the_end_of_a_name_is_asked_about(ledger: Twice) -> None:
    """Once for the piece; not where the ledger has one called just so, nor of persons or outlets."""
    records.add(ledger, "source", {"name": "Ista Harbour Police", "kind": "government"}, by="ana")
    records.add(ledger, "source", {"name": "Ana Board", "kind": "person"}, by="ana")
    article = stored(ledger, "Police said the pier was shut. The board said it was open. Police said nobody was hurt.")
    made = review(ledger, article)
    either = [("police", "Ista Harbour Police")]
    assert [[doubt.options for doubt in one.doubts] for one in made.proposed] == [either, [], either]
    assert made.card is not None
    made.choose(made.choices(made.card)[1])
    assert [one.names for one in made.proposed] == [["Ista Harbour Police"], ["board"], ["Ista Harbour Police"]]
    assert not any(one.doubts for one in made.proposed)
    records.add(ledger, "source", {"name": "police", "kind": "government"}, by="ana")
    assert not any(one.doubts for one in stored(ledger, "Police said the pier is shut.").proposed)
