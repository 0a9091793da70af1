"""A speaker corrected once: the passages that name them by the same words follow, others and typed chains do not."""

from __future__ import annotations

from claimtrack.actions import records
from claimtrack.actions.reading.article import open_article
from claimtrack.actions.reading.editing import change
from claimtrack.actions.reading.recording import previews
from claimtrack.actions.reading.review import Review, mention_words
from claimtrack.actions.reading.typed_speakers import sources_renamed
from tests.actions.conftest import Twice

TEXT = """\
Omar Denn said the quay was old. He said it was shut. Denn said the port was open.

“The gate is open,” Denn said. “The sea is calm.”

Omar Denn said the road was wet.
"""


def test_only_what_is_named_so_follows(ledger: Twice) -> None:
    """Whom a pronoun was taken to mean, and a chain that was typed, stay as they were."""
    written = records.add(ledger, "document", {"text": TEXT, "title": "Quay", "publisher": "The Courier"}, by="ana")
    document = written.value.top_level_ids[0]
    assert document is not None
    article = open_article(ledger, document, None)
    made = Review(article, lambda some: previews(ledger, some, by="ana", story=None))
    first, last = made.proposed[0], made.proposed[-1]
    made.change(last, change(last, "who", "Omar Denn > Ana Lint > Tass", article))
    words = mention_words(first, TEXT)
    changed = made.rename("Omar Denn", "Tom Ek", words)
    named = {offer.item["text"]: offer.names for offer in made.proposed}
    assert {offer.names[0] for offer in changed} == {"Tom Ek"}
    assert named.pop("It was shut", None) == ["Omar Denn"]
    assert named.pop("The road was wet") == ["Omar Denn", "Ana Lint", "Tass"]
    assert set(map(tuple, named.values())) == {("Tom Ek",)}


def test_what_was_edited_otherwise_follows(ledger: Twice) -> None:
    """Another field that was edited says nothing of the speaker; a chain that was corrected before is as if read so."""
    written = records.add(ledger, "document", {"text": TEXT, "title": "Quay", "publisher": "The Courier"}, by="ana")
    document = written.value.top_level_ids[0]
    assert document is not None
    article = open_article(ledger, document, None)
    made = Review(article, lambda some: previews(ledger, some, by="ana", story=None))
    last = made.proposed[-1]
    made.change(last, change(last, "kind", "cause", article))
    made.rename("Omar Denn", "Tom Ek", mention_words(made.proposed[0], TEXT))
    assert made.proposed[-1].names == ["Tom Ek"]
    made.rename("Tom Ek", "Tom Ekman", mention_words(made.proposed[0], TEXT))
    assert made.proposed[-1].names == ["Tom Ekman"]
    made.rename("Tom Ekman", "Tom Ek", mention_words(made.proposed[0], TEXT))
    assert made.proposed[-1].names == ["Tom Ek"]
    assert made.proposed[-1].item["kind"] == "cause"
    made.rename("Tom Ek", "Tom Ek (baker)", mention_words(made.proposed[0], TEXT))
    assert made.proposed[-1].names == ["Tom Ek (baker)"], "a namesake"
    made.rename("Tom Ek (baker)", "Bo Lund", mention_words(made.proposed[0], TEXT))
    assert made.proposed[-1].names == ["Bo Lund"]


def test_a_kind_stays_with_a_name_that_ends_alike() -> None:
    """Of somebody else: not their role, nor the kind of one whose name ends otherwise; all of it with the same one."""
    told = [{"name": "O. Denn", "kind": "person", "role": "baker"}, {"name": "Tass", "kind": "news-agency"}]
    assert sources_renamed(told, "O. Denn", "Omar Denn") == [{"name": "Omar Denn", "kind": "person"}, told[1]]
    assert sources_renamed(told, "O. Denn", "Ista Council") == told[1:]
    assert sources_renamed(told, "O. Denn", "Dr O. Denn") == [{**told[0], "name": "Dr O. Denn"}, told[1]]


def test_how_one_is_named_goes_with_the_name(ledger: Twice) -> None:
    """A person named in the text is named where a role stood; a description of somebody not named names nobody."""
    text = (
        "The father said people ran and the deck was wet. Tom Ek, 40, was on the ferry.\n\n"
        "A former inspector, who asked not to be named, said the valve was old.\n\n"
        "A report said that Ana Lint was in the port.\n"
    )
    written = records.add(ledger, "document", {"text": text, "title": "Quay", "publisher": "The Courier"}, by="ana")
    document = written.value.top_level_ids[0]
    assert document is not None
    article = open_article(ledger, document, None)
    made = Review(article, lambda some: previews(ledger, some, by="ana", story=None))
    ran, wet, valve, port = made.proposed
    assert [one["chain"][0]["naming"] for one in (*ran.assertions, *wet.assertions)] == ["role", "role"]
    assert "naming" not in change(ran, "who", "Tom Ek", article).assertions[0]["chain"][0]
    made.rename(ran.names[0], "Tom Ek", mention_words(ran, text))
    assert "naming" not in next(one for one in made.proposed if one.mark == wet.mark).assertions[0]["chain"][0]
    assert valve.assertions[0]["chain"][0]["naming"] == "anonymous"
    better = change(valve, "who", "former inspector of the Ista Valve Board", article)
    assert better.assertions[0]["chain"][0]["naming"] == "anonymous"
    assert port.assertions[0]["chain"][0]["basis"] == "records"
    assert "basis" not in change(port, "who", "Ana Lint", article).assertions[0]["chain"][0]


def test_a_quotation_that_goes_on_is_added_without_its_mark(ledger: Twice) -> None:
    """A sentence that is picked of a quotation over paragraphs begins with a mark that nothing closes there."""
    text = 'He ran. "The deck was wet.\n\n"The boats were gone," she said.\n'
    written = records.add(ledger, "document", {"text": text, "title": "Quay", "publisher": "The Courier"}, by="ana")
    document = written.value.top_level_ids[0]
    assert document is not None
    made = Review(open_article(ledger, document, None), lambda some: previews(ledger, some, by="ana", story=None))
    start = text.index('"The deck')
    assert made.by_hand((start, start + 18)).assertions[0]["quote"]["exact"] == "The deck was wet."


NAMELESS = """\
A former inspector at the agency, who asked not to be identified, said no visit had taken place.

Tom Ek said it was late.
"""


def test_an_anonymous_source_stays_so_by_another_description(ledger: Twice) -> None:
    """Described better, or by a name that the piece does not give; not whoever else the piece names."""
    written = records.add(ledger, "document", {"text": NAMELESS, "title": "Quay", "publisher": "The Courier"}, by="ana")
    document = written.value.top_level_ids[0]
    assert document is not None
    article = open_article(ledger, document, None)
    first = article.proposed[0]
    typed = ["former Harbour Board inspector", "former inspector", "Bo Lind", "Tom Ek"]
    made = {name: change(first, "who", name, article) for name in typed}
    namings = {name: claim.assertions[0]["chain"][0].get("naming") for name, claim in made.items()}
    assert [name for name, naming in namings.items() if naming == "anonymous"] == typed[:3]
    kinds = {one["name"]: one.get("kind") for claim in made.values() for one in claim.sources}
    assert kinds["former Harbour Board inspector"] == kinds["former inspector"] == "person"
