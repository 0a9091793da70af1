"""How an entry is stored: the columns of its row, and the envelope that is worked out of the row and its change.

What can be worked out is not stored: what is the same as the change's, what replaces nothing, what its writer gave when
that is all that the body holds, the digest of a body that is there. The rest is canonical JSON in the column `more`.
In a stored body control characters, which JSON never holds, stand for its id, its type and what many bodies share.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.ledger.entries.envelope import Entry, envelope
from claimtrack.ledger.entries.versions import NEVER_CHANGED, RELAYED, UNDO_OF, Version
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.store.indexes import make_indexes
from claimtrack.ledger.store.tables import PLACE_BITS

ID, TYPE = "\x01", "\x02"
"""What stands in a stored body for `"id":"..."` and `"type":"..."`."""

SHARED = {
    "tag": {"\x03": ',"name":"', "\x04": '","target":"'},
    "claim": {
        "\x05": '"answer":{"figure":"',
        "\x06": '","grammar":',
        "\x07": ',"low":"',
        "\x08": '"kind":"figure","question":"',
        "\x0b": '","story":"',
        "\x0c": '","text":"',
    },
    "assertion": {
        "\x0e": '"chain":[{',
        "\x0f": '"basis":"',
        "\x10": '"naming":"named","source":"',
        "\x11": '"}],"claim":"',
        "\x12": '","document":"',
        "\x13": '"quote":{"exact":"',
        "\x14": '"},"quote_kind":"',
        "\x15": '","stance":"asserts",',
    },
}
"""Type of record, of those there are most of -> character of its stored bodies -> the text that it stands for."""

COLUMNS = ("number", "digest", "type", "record", "op", "at", "more", "salt", "body")
"""The columns of the table `entry`, in order."""

FIRST_COLUMNS = ("number", "digest", "type", "record", "salt", "body")
"""Those in which the first entries of records differ: `op` is "set", and there is nothing in the others."""

BODY = f"replace(replace(e.body, '{ID}', '\"id\":\"' || e.record || '\"'), '{TYPE}', '\"type\":\"' || e.type || '\"')"
for _character, _text in (pair for shared in SHARED.values() for pair in shared.items()):
    BODY = f"replace({BODY}, '{_character}', '{_text}')"
"""The body of an entry `e`, whole: NULL once withheld. It is for few rows: for many, `whole` is quicker."""

BODY_JOIN = "LEFT JOIN entry e ON e.number = COALESCE(r.entry, r.number) AND e.record = r.id"
"""Joins to a row `r` of `record` the entry `e` whose body it has. Its id is compared as well: rows lie by it."""

STORED_BODY = "COALESCE(r.body, e.body)"
"""The body of a row `r` of `record` and its entry `e` as it is stored, for `whole`."""

SELECT = (
    f"SELECT e.number, e.digest, e.type, e.record, e.op, e.at, e.more, e.salt, e.body AS stored,"
    ' c.at AS change_at, c."by" AS change_by, c.why AS change_why'
    f" FROM entry e LEFT JOIN change c ON c.seq = e.number >> {PLACE_BITS}"
)
"""Entries with what their change says: what the functions here read, in the order of `StoredEntry`."""


class Stamp(NamedTuple):
    """What most entries of a change share with it."""

    at: str
    by: str
    why: str | None


class StoredEntry(NamedTuple):
    """A row of `SELECT`."""

    number: int
    digest: bytes
    type: str
    record: str
    op: str
    at: str | None
    more: str | None
    salt: bytes | None
    stored: str | None
    change_at: str
    change_by: str
    change_why: str | None


def row_of(
    number: int, entry: Entry, stamp: Stamp, body: Mapping[str, Any] | None = None, *, knew: int = 0
) -> tuple[Any, ...]:
    """The row of an entry, for `COLUMNS`; its body may be given as it was before it was text.

    `knew`: see `Version`.
    """
    more: dict[str, Any] = {}
    if knew:
        more["knew"] = knew
    if entry.by != stamp.by:
        more["by"] = entry.by
    if entry.why != stamp.why:
        more["why"] = entry.why
    if entry.prev:
        more["prev"] = entry.prev
    if entry.body is None:
        more["body_digest"] = entry.body_digest
        more["changed"] = entry.changed
    elif not _all_given(entry, body if body is not None else parse(entry.body)):
        more["changed"] = entry.changed
    return (
        number,
        entry.digest,
        entry.type,
        entry.record,
        entry.op,
        None if entry.at == stamp.at else entry.at,
        canonical_text(more) if more else None,
        entry.salt,
        None if entry.body is None else short(entry.body, entry.record, entry.type),
    )


def row_of_first(number: int, digest: bytes, salt: bytes, record: str, record_type: str, text: str) -> tuple[Any, ...]:
    """The row of the first entry of a record, which says all that its change says; `text` is its canonical body.

    It is for `FIRST_COLUMNS`.
    """
    return (number, digest, record_type, record, salt, short(text, record, record_type))


def short(body: str, record: str, record_type: str) -> str:
    """A canonical body as it is stored: without what the row says already, and what many bodies share."""
    body = body.replace(f'"id":"{record}"', ID, 1).replace(f'"type":"{record_type}"', TYPE, 1)
    for character, text in SHARED.get(record_type, {}).items():
        body = body.replace(text, character)
    return body


def whole(stored: str, record: str, record_type: str) -> str:
    """The canonical body of a record, from the body as it is stored."""
    return _with_shared(stored, record_type).replace(ID, f'"id":"{record}"').replace(TYPE, f'"type":"{record_type}"')


def _with_shared(stored: str, record_type: str) -> str:
    """A stored body, or many, with what many bodies share."""
    for character, text in SHARED.get(record_type, {}).items():
        stored = stored.replace(character, text)
    return stored


def body_of(row: Any) -> str | None:
    """The canonical body of a row of `SELECT`, None once withheld."""
    return None if row.stored is None else whole(row.stored, row.record, row.type)


_QUOTED = re.compile('\x11([a-z2-7]{24})[^\x13]*\x13([^"\\\\\x14]*)["\x14]')
"""In a stored assertion, its claim and the words that it quotes, where none was written with a backslash."""


def quotations(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The claims of assertions that quote something, and what they quote, from ids and stored bodies of assertions.

    Both are cut out, which is quicker than parsing, but where the body has a field that may hold anything.
    """
    for record, stored in rows:
        match = None if '"foreign":' in stored else _QUOTED.search(stored)
        if match is not None:
            yield match[1], match[2]
        elif "\x13" in stored or '"quote":' in stored:
            body = parse(whole(stored, record, "assertion"))
            if "quote" in body:
                yield body["claim"], body["quote"]["exact"]


def items_of(record_type: str, rows: Sequence[tuple[str, str]], link: str | None = None) -> tuple[list[str], list[str]]:
    """The items of records (one or more) of a type, by ids and stored bodies: what each belongs to, and their JSON.

    The id stands first, type and `link`, the field for the id of its owner ("" without one), are left out. Bodies are
    cut and not parsed, which is quicker: that is safe as the id stands before the type, and `link` before both or
    between them.
    """
    bodies = [body if ID in body else short(body, record, record_type) for record, body in rows]
    text = _with_shared("\n".join(bodies), record_type) + "\n"
    owners = [""] * len(bodies)
    if link is not None:
        kept = re.split(f'"{link}":"([a-z2-7]{{24}})",', text)
        owners = kept[1::2]
        text = "".join(kept[::2])
    text = "".join([part[:-1] for part in text.split(TYPE)])  # a comma before it, or the last end of line
    parts = [line.split(ID) for line in text.split("\n")]
    return owners, [
        f'{{"id":"{record}",{before[1:-1]}{after}' if before != "{" else f'{{"id":"{record}"{after}'
        for (record, _), (before, after) in zip(rows, parts, strict=True)
    ]


def _all_given(entry: Entry, body: Mapping[str, Any]) -> bool:
    """Whether what its writer gave is what `all_fields` says."""
    if entry.op != "set":
        return not entry.changed
    return len(entry.changed) == len(body) - len(NEVER_CHANGED) and body.keys() == {*NEVER_CHANGED, *entry.changed}


def all_fields(op: str, body: Mapping[str, Any]) -> list[str]:
    """What the writer of an entry gave when it is not stored: every field of a new record, else none."""
    return sorted(name for name in body if name not in NEVER_CHANGED) if op == "set" else []


def envelope_of(row: Any, text: str | None, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The envelope of a row of `SELECT`. `text` is its `body_of`, and `body` that text parsed, where it was already."""
    more = parse(row.more) if row.more is not None else {}
    changed = more.get("changed")
    if changed is None:
        changed = all_fields(row.op, body if body is not None else parse(text or "{}"))
    digest = more.get("body_digest")
    if digest is None:
        digest = hashlib.sha256((row.salt or b"") + (text or "").encode("utf-8", "surrogateescape")).hexdigest()
    return envelope(
        row.op,
        row.type,
        row.record,
        more.get("prev", []),
        changed,
        row.change_at if row.at is None else row.at,
        more.get("by", row.change_by),
        more.get("why", row.change_why),
        digest,
    )


def entry_of(row: Any) -> Entry:
    """The entry that a row of `SELECT` is."""
    text = body_of(row)
    said = envelope_of(row, text)
    members = (said["op"], said["at"], said["by"], said["why"], said["prev"], said["changed"], said["body_digest"])
    return Entry(row.digest, row.type, row.record, *members, row.salt, text)


def holds_no_more(row: Any) -> bool:
    """Whether what a row of `SELECT` has beside its body is all that is stored of such an entry, and no more."""
    knew = parse(row.more).get("knew", 0)
    known = isinstance(knew, int) and RELAYED <= knew < row.number >> PLACE_BITS
    return known and bool(row_of(row.number, entry_of(row), Stamp(*row[-3:]), knew=knew)[6] == row.more)


def version_of(row: Any) -> Version:
    """The version that a row of `SELECT` is."""
    more = parse(row.more) if row.more is not None else {}
    text = body_of(row)
    body = None if text is None else parse(text)
    changed = more.get("changed")
    if changed is None:
        changed = all_fields(row.op, body or {})
    at, by = row.change_at if row.at is None else row.at, more.get("by", row.change_by)
    digest = row.digest.hex()
    undoes = (more.get("why", row.change_why) or "").startswith(UNDO_OF)
    prev, knew = tuple(more.get("prev", ())), more.get("knew", 0)
    return Version(digest, row.op, prev, tuple(changed), at, by, body, row.number, undoes, knew)


def version_from(row: Any, said: Mapping[str, Any], body: dict[str, Any] | None) -> Version:
    """The version that a row of `SELECT` is, whose envelope and body are known already."""
    prev, changed = tuple(said["prev"]), tuple(said["changed"])
    return Version(row.digest.hex(), row.op, prev, changed, said["at"], said["by"], body, row.number)


def version_of_entry(entry: Entry) -> Version:
    """The version that an entry is which is not in the ledger yet."""
    body = None if entry.body is None else parse(entry.body)
    prev, changed = tuple(entry.prev), tuple(entry.changed)
    return Version(entry.digest.hex(), entry.op, prev, changed, entry.at, entry.by, body)


def versions(connection: Connection, records: Iterable[str]) -> dict[str, list[Version]]:
    """All versions of these records, by record, in the order the ledger holds them."""
    make_indexes(connection)
    found: dict[str, list[Version]] = {}
    for row in select_in(connection, f"{SELECT} WHERE e.record IN :values ORDER BY e.record, e.number", records):
        found.setdefault(row.record, []).append(version_of(row))
    return found


def blanked(row: Any) -> tuple[int, str]:
    """The number of a row of `SELECT`, and its `more` once its salt and body are gone."""
    said = envelope_of(row, body_of(row))
    more = parse(row.more) if row.more is not None else {}
    return row.number, canonical_text({**more, "changed": said["changed"], "body_digest": said["body_digest"]})
