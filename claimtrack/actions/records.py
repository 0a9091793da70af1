"""Stories, sources, documents and questions; sides, merges, synonyms and skipped passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from claimtrack.actions.claims import HERE, write_records
from claimtrack.domain.anchors import find_passages, nearest_sentence
from claimtrack.domain.text import key
from claimtrack.errors import BadInput
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.restricted.visibility import find_restricted
from claimtrack.ledger.write.write_context import Outcome
from claimtrack.schema.nesting import expand
from claimtrack.schema.validation import check_item


def add(
    ledger: LedgerDatabase,
    record_type: str,
    fields: Mapping[str, Any],
    *,
    by: str,
    story: str | None = None,
    defaults: Mapping[str, Any] | None = None,
    why: str | None = None,
) -> Written[Outcome]:
    """Record one item of a type; fields that are None or empty say nothing. `defaults` count only if it is new."""
    item = {name: value for name, value in fields.items() if value not in (None, (), [], "")}
    if problems := [p for p in check_item(record_type, item, HERE) if p.code not in ("missing", "required")]:
        raise BadInput("nothing was recorded", "", problems)
    records = expand(record_type, item, HERE)
    records[0].defaults = dict(defaults or {})
    return write_records(ledger, records, by=by, kind=f"{record_type} add", story=story, why=why)


def merge(ledger: LedgerDatabase, kind: str, kept: str, merged: str, *, by: str, why: str) -> Written[Outcome]:
    """Read two records as one from now on; they are called as `kept`. Voiding the merge undoes it."""
    if kept == merged:
        raise BadInput("these are one record already", "Where two are called so, the id of each names it.")
    fields = {"kind": kind, "kept": kept, "merged": merged, "why": why}
    return write_records(ledger, expand("merge", fields, HERE), by=by, kind=f"{kind} merge", why=why)


def skip(ledger: LedgerDatabase, document: str, words: str, *, how: str, by: str) -> Written[tuple[int, int]]:
    """Say that a passage of a document needs no attribution, and why. Gives its span in code points."""

    def action(change: Change) -> tuple[int, int]:
        body = change.current(document).body or {}
        text = body.get("text")
        if not text:
            raise BadInput("this document has no stored text", "Store it: claimtrack edit DOC --set text=@FILE")
        places = find_passages(text, words)
        if not places:
            held_back = document in find_restricted(change.conn, ledger.now()).texts
            near = None if held_back else nearest_sentence(text, words)
            raise BadInput("these words are not in the text", f"The nearest passage: {near}" if near else "")
        skips = [dict(item) for item in body.get("skips", ())]
        for place in places:
            item = {"exact": place.exact, "start": place.start, "end": place.end, "as": how}
            if item not in skips:
                skips.append(item)
        change.edit(document, {"skips": sorted(skips, key=lambda item: (item["start"], item["end"]))})
        return places[0].start, places[0].end

    return ledger.write(action, by=by, kind="document skip")


def same(ledger: LedgerDatabase, question: str, words: Sequence[str], *, by: str) -> Written[list[str]]:
    """Say that these answers to a question mean the same. Gives the whole group of synonyms."""

    def action(change: Change) -> list[str]:
        body = change.current(question).body or {}
        group = _one_group(words)
        others = []
        for known in body.get("synonyms", ()):
            if {key(word) for word in known} & {key(word) for word in group}:
                group = _one_group([*known, *group])
            else:
                others.append(known)
        change.edit(question, {"synonyms": [*others, group]})
        return group

    return ledger.write(action, by=by, kind="question same")


def _one_group(words: Sequence[str]) -> list[str]:
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(key(word), word)
    return list(found.values())
