"""The same document again: a changed text is a new version, and the quotations of it are found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claimtrack.actions.claims import HERE
from claimtrack.actions.results import Listing
from claimtrack.domain.anchors import find_again, fragment_at
from claimtrack.domain.english import plural
from claimtrack.domain.text import tidy
from claimtrack.errors import BadInput
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.entries.stored import versions
from claimtrack.ledger.lookup import bodies, exists
from claimtrack.ledger.restricted.visibility import hidden_texts, hide_restricted
from claimtrack.ledger.write.identity import natural_id
from claimtrack.ledger.write.names import NameIndex
from claimtrack.ledger.write.write_context import Outcome
from claimtrack.queries.drift import CHANGED, GONE, MOVED, SAME, QuoteDrift, drift_of, quote_drift, quotes_in
from claimtrack.schema.nesting import expand
from claimtrack.schema.validation import check_item

if TYPE_CHECKING:
    from claimtrack.actions.documents import GivenDocument

OF_TEXT = ("text", "fragments", "file")
"""Fields that a new version of the text brings, or takes away."""
PLACE = ("start", "end", "fragment")


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What storing a document came to: its id, the outcome, and sentences that tell of its text."""

    id: str
    outcome: Outcome
    messages: tuple[str, ...]


def store_document(
    ledger: LedgerDatabase, given: GivenDocument, *, by: str, why: str | None = None, again: str | None = None
) -> Written[StoredDocument]:
    """Record a document; where the ledger has it (by its address, or as `again`, an id), with its text as it is now.

    A text that the ledger had before and that has been replaced since is not taken again, unless it was fetched now or
    `again` is given.
    """

    def action(change: Change) -> StoredDocument:
        known = _known(change, given, again)
        recorded = known or _with_this_text(change, given)
        standing = {name for name in given.found if recorded.get(name)}
        fields = {name: value for name, value in given.fields.items() if name not in standing}
        text = fields.get("text")
        if known is None or not text or tidy(known.get("text", "")) in ("", tidy(text)):
            outcome = _record(change, fields, again)
            stored = (f"Text stored: {len(text):,} characters.",) if text and not recorded.get("text") else ()
            return StoredDocument(_id(outcome), outcome, stored)
        outcome = _record(change, {name: fields[name] for name in fields if name not in OF_TEXT}, known["id"])
        if not given.current and again is None and _had(change, known["id"], text):
            return StoredDocument(known["id"], outcome, (f"This text was replaced since. {OLD_TEXT}",))
        new = {name: given.fields.get(name) or None for name in OF_TEXT}
        _, found = revise_text(
            change, known["id"], {name: value for name, value in new.items() if value or name in known}
        )
        return StoredDocument(known["id"], outcome, (_told(known, text, found),))

    return ledger.write(action, by=by, kind="document add", why=why)


OLD_TEXT = "To bring it back, say which document it is: --again DOC."


def _record(change: Change, fields: Mapping[str, Any], record: str | None) -> Outcome:
    item = {name: value for name, value in fields.items() if value not in (None, (), [], "")}
    item |= {"id": record} if record is not None else {}
    if problems := [p for p in check_item("document", item, HERE) if p.code not in ("missing", "required")]:
        raise BadInput("nothing was recorded", "", problems)
    return change.record(expand("document", item, HERE))


def _id(outcome: Outcome) -> str:
    record = outcome.top_level_ids[-1]
    assert record is not None
    return record


def _known(change: Change, given: GivenDocument, again: str | None) -> Mapping[str, Any] | None:
    """The document as the ledger has it, if it does."""
    url = given.fields.get("url")
    ids = [again] if again is not None else []
    if not ids and url:
        ids = [match.id for match in NameIndex(change.conn).matches("document", url)]
    found = list(bodies(change.conn, ids).values())
    return found[0] if len(found) == 1 else None


def _with_this_text(change: Change, given: GivenDocument) -> Mapping[str, Any]:
    """The document without an address that was made of this text; empty where there is none."""
    text = given.fields.get("text")
    if not text or given.fields.get("url"):
        return {}
    made = natural_id({"type": "document", "text": text})
    return bodies(change.conn, [made]).get(made, {})


def _had(change: Change, document: str, text: str) -> bool:
    earlier = versions(change.conn, [document]).get(document, [])
    return any(tidy((version.body or {}).get("text", "")) == tidy(text) for version in earlier)


def revise_text(
    change: Change, document: str, fields: Mapping[str, Any], *, made: Outcome | None = None
) -> tuple[dict[str, Any], Counter[str]]:
    """Set a document's text with what else is given (None clears); find its quotations again.

    Gives what changed of the document, and how many quotations were found how; what is made of names goes to `made`.
    Words that are not there any more keep what they were; only their place is taken from them.
    """
    body = change.current(document).body or {}
    text = fields["text"]
    skips = [
        {**skip, "exact": place.exact, "start": place.start, "end": place.end}
        for skip in body.get("skips", ())
        for place, same in [find_again(text, skip)]
        if same and place is not None
    ]
    changes = change.edit(document, {"skips": skips or None, **fields} if "skips" in body else fields, made=made)
    found: Counter[str] = Counter()
    for assertion, quote in quotes_in(change.conn, document).items():
        place, same = find_again(text, quote)
        now = {name: value for name, value in quote.items() if name not in PLACE}
        if place is not None and same:
            beside = {name: words for name, words in (("prefix", place.prefix), ("suffix", place.suffix)) if words}
            kept = {name: value for name, value in now.items() if name not in ("prefix", "suffix")}
            now = {**kept, "exact": place.exact, **beside, "start": place.start, "end": place.end}
            if (fragment := fragment_at(fields.get("fragments") or (), place.start)) is not None:
                now["fragment"] = fragment
        found[drift_of(quote.get("start"), None if place is None else place.start, same=same)] += 1
        if now != quote:
            change.edit(assertion, {"quote": now})
    return changes, found


def _told(before: Mapping[str, Any], text: str, found: Counter[str]) -> str:
    told = f"Its text has changed: {len(text):,} characters in place of {len(before['text']):,}."
    if not found:
        return told
    counts = [f"{found[drift]:,} {drift}" for drift in (SAME, MOVED, CHANGED, GONE) if found[drift]]
    return (
        f"{told} Of {plural(found.total(), 'quotation')}: {', '.join(counts)}; 'claimtrack document drift' lists them."
    )


def list_drift(ledger: LedgerDatabase, document: str, *, restricted: bool = False) -> Listing[QuoteDrift]:
    """What became of each quotation of a document (an id) since it was recorded, in the order of the text.

    Those of restricted assertions are left out and counted unless `restricted`. Raises BadInput without a stored text.
    """
    with ledger.reading() as connection:
        text = bodies(connection, [document]).get(document, {}).get("text")
        if text is None:
            raise BadInput("this document has no stored text", "Store it: claimtrack document add FILE --again DOC")
        every = len(quotes_in(connection, document))
        if not restricted:
            hide_restricted(connection, ledger.now())
        may_show = document not in hidden_texts(connection) and exists(connection, document)
        rows = quote_drift(connection, document, text, may_show=may_show)
    return Listing(tuple(rows), left_out=every - len(rows))
