"""Full-text search: the records that hold all the words asked for, in the same order on both databases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.domain.text import safe, shorten, terms
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.errors import BadInput
from claimtrack.ledger.projection.search_index import FIELDS, texts_of
from claimtrack.ledger.references import ATTACHED
from claimtrack.ledger.restricted.records import hidden_records
from claimtrack.ledger.store.dialect import select_in, terms_match, with_lists

MOST_WORDS = 100
"""Words that one search may ask for."""

SEARCHED = tuple(one for one in RECORD_TYPES if one in FIELDS)
"""The types that are searched, in the order hits are given."""

Key = tuple[int, str, str, int]
"""What hits are ordered by: the place of the type in SEARCHED, the order key, the id, the paragraph."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A live record that holds all the words, or a paragraph of a document's text that does."""

    id: str
    type: str
    label: str
    part: int
    """The paragraph (line, from 1) of the document's text that holds the words; 0 when the record itself does."""
    key: Key
    """What to hand to `search` as `after`, to go on behind this hit."""


_RANK = "CASE r.type " + " ".join(f"WHEN '{one}' THEN {at}" for at, one in enumerate(SEARCHED)) + " ELSE 99 END"

_HIT = (
    "holding AS (SELECT t.{number} AS number FROM search_terms t WHERE {match}),"
    " found AS (SELECT o.id AS record, 0 AS part FROM holding t JOIN record o ON o.number = t.number"
    " UNION ALL SELECT p.record, p.part FROM holding t JOIN search_row p ON p.id = t.number),"
    " hit AS (SELECT r.id, r.type, r.label, r.story, s.part, r.sort_key, {rank} AS rank"
    " FROM found s JOIN record r ON r.id = s.record WHERE r.state = 'live' AND r.type IN :types)"
).replace("{rank}", _RANK)
"""The records and paragraphs that hold the words."""
_HITS = (
    "SELECT id, type, label, part, rank, sort_key FROM hit"
    " WHERE (rank, sort_key, id, part) > (:rank, :sort_key, :id, :part){inside}"
    " ORDER BY rank, sort_key, id, part LIMIT :number"
)

_TARGETS = " UNION ALL ".join(
    (*(f"SELECT id, target FROM {one}" for one in ATTACHED), "SELECT id, claim FROM assertion")
)

_OF_STORY = "CROSS JOIN claim c WHERE {} AND c.id = a.claim AND COALESCE(c.story, '') = :story"
"""COALESCE keeps a database from going through all claims of the story for every hit."""
_INSIDE = (
    "saying AS ("
    + " UNION ALL ".join(f"SELECT h.id, x.target FROM hit h CROSS JOIN {one} x WHERE x.id = h.id" for one in ATTACHED)
    + "), inside AS (SELECT id FROM hit WHERE story = :story"
    f" UNION SELECT h.id FROM hit h CROSS JOIN assertion a {_OF_STORY.format('a.id = h.id')}"
    f" UNION SELECT h.id FROM hit h CROSS JOIN assertion a {_OF_STORY.format('a.document = h.id')}"
    f" UNION SELECT h.id FROM hit h CROSS JOIN hop a {_OF_STORY.format('a.source = h.id')}"
    f" UNION SELECT h.id FROM hit h CROSS JOIN disagreement_claim a {_OF_STORY.format('a.disagreement = h.id')}"
    " UNION SELECT h.id FROM hit h CROSS JOIN disagreement d CROSS JOIN record o"
    " WHERE d.id = h.id AND o.id = d.subject AND o.story = :story"
    " UNION SELECT x.id FROM saying x CROSS JOIN record o WHERE o.id = x.target AND o.story = :story"
    f" UNION SELECT x.id FROM saying x CROSS JOIN assertion a {_OF_STORY.format('a.id = x.target')})"
)
"""Those records of `hit` that belong to a story: what names it, what its claims rest on, what is said of any."""
_AMONG = "hit AS (SELECT r.id, r.type, r.story FROM record r WHERE r.state = 'live' AND r.id IN :values)"


def search(
    connection: Connection,
    words: str,
    *,
    types: Sequence[str] = (),
    story: str | None = None,
    after: Key | None = None,
    limit: int,
) -> list[Hit]:
    """The live records that hold every one of `words`, as the connection's views show the ledger.

    Words are compared folded and without marks. `types` are those looked for (() = all that are searched), `story` (an
    id) keeps to what belongs to it. What is said of a record that is not live is left out with it. Ordered by type,
    name and id; at most `limit`, behind the hit whose key is `after`. Raises BadInput when `words` hold no word, or too
    many.
    """
    wanted, kinds = _asked(words, types)
    number, match, asked = terms_match(connection, wanted)
    ctes = [_HIT.format(number=number, match=match), *([_INSIDE] if story is not None else [])]
    inside = " AND id IN (SELECT id FROM inside)" if story is not None else ""
    statement = with_lists(f"WITH {', '.join(ctes)} {_HITS.format(inside=inside)}", "types")
    hits: list[Hit] = []
    position: Key = after if after is not None else (-1, "", "", -1)
    while len(hits) < limit:
        values: dict[str, Any] = {"words": asked, "types": kinds, "number": limit - len(hits)}
        values |= dict(zip(("rank", "sort_key", "id", "part"), position, strict=True))
        if story is not None:
            values["story"] = story
        page = [
            Hit(row.id, row.type, row.label, row.part, (row.rank, row.sort_key, row.id, row.part))
            for row in connection.execute(statement, values)
        ]
        unfit = _not_held_now(connection, [hit.id for hit in page if not hit.part], wanted)
        hits.extend(hit for hit in _said_of_live(connection, page) if hit.part or hit.id not in unfit)
        if len(page) < values["number"]:
            break
        position = page[-1].key
    return hits


def _not_held_now(
    connection: Connection, records: Iterable[str], words: Collection[str], *, any_of: bool = False
) -> set[str]:
    """Those of these records that hold the words only in what the connection's views hide of them."""
    hidden = hidden_records(connection)
    partly = [] if hidden is None else [record for record in records if record in hidden.parts]
    found = set(partly)
    for row in select_in(connection, "SELECT id, body FROM record_body WHERE id IN :values", partly):
        held = {term for part, some in texts_of(parse(row.body)) if not part for term in some}
        if held.intersection(words) if any_of else held.issuperset(words):
            found.discard(row.id)
    return found


RAREST = 6
"""Words of a quotation that tell where it may stand."""


def texts_with(connection: Connection, quotations: Iterable[Sequence[str]]) -> set[str]:
    """The documents whose stored text may have one of these quotations, each given by its words, or one like it.

    They hold at least one of the RAREST words that any text holds.
    """
    counts: dict[str, int] = {}
    documents: set[str] = set()
    paragraphs = "SELECT {what} FROM search_terms t JOIN search_row p ON p.id = t.{number} WHERE {match}"

    def asked(what: str, words: Sequence[str]) -> Sequence[Any]:
        number, match, value = terms_match(connection, words, any_of=True)
        sql = paragraphs.format(what=what, number=number, match=match)
        return connection.execute(text(sql), {"words": value}).all()

    for words in quotations:
        wanted = list(dict.fromkeys(term for word in words for term in terms(word)))
        for term in wanted:
            if term not in counts:
                counts[term] = asked("COUNT(*) AS n", [term])[0].n
        rare = sorted((term for term in wanted if counts[term]), key=lambda term: (counts[term], term))[:RAREST]
        if rare:
            documents |= {row.record for row in asked("DISTINCT p.record AS record", rare)}
    return documents


MOST_CLAIMS = 5_000
"""A word that more claims and assertions have tells too little to look for claims by it."""


def claims_with(
    connection: Connection, forms: Mapping[str, Collection[str]], *, story: Collection[str] | None = None
) -> dict[str, set[str]]:
    """Stem -> the claims that have one of its forms (as `terms` gives them), in their own text or in an assertion's.

    Of `story` (the ids of a story and of those merged with it), or of all. Stems of none, and of more than MOST_CLAIMS
    records, are left out.
    """
    sql = (
        "SELECT r.id, r.type FROM search_terms t JOIN record r ON r.number = t.{number}"
        " WHERE {match} AND r.state = 'live' AND r.type IN ('claim', 'assertion') LIMIT :most"
    )
    found: dict[str, set[str]] = {}
    claim_of: dict[str, str] = {}
    for stem, written in forms.items():
        number, match, value = terms_match(connection, sorted(written), any_of=True)
        statement = text(sql.format(number=number, match=match))
        rows = connection.execute(statement, {"words": value, "most": MOST_CLAIMS + 1}).all()
        if not 0 < len(rows) <= MOST_CLAIMS:
            continue
        unfit = _not_held_now(connection, [row.id for row in rows], written, any_of=True)
        rows = [row for row in rows if row.id not in unfit]
        new = [row.id for row in rows if row.type == "assertion" and row.id not in claim_of]
        claim_of |= {
            row.id: row.claim
            for row in select_in(connection, "SELECT id, claim FROM assertion WHERE id IN :values", new)
        }
        found[stem] = {row.id if row.type == "claim" else claim_of.get(row.id, "") for row in rows} - {""}
    if story is None:
        return found
    every = set().union(*found.values()) if found else set()
    inside = {
        row.id
        for row in select_in(connection, "SELECT id, story FROM claim WHERE id IN :values", every)
        if row.story in story
    }
    return {stem: kept for stem, claims in found.items() if (kept := claims & inside)}


def searchable_among(
    connection: Connection, records: Collection[str], *, types: Sequence[str] = (), story: str | None = None
) -> int:
    """How many of `records` (ids) a search among these types and in this story looks at, whatever the words."""
    values: dict[str, Any] = {"story": story} if story is not None else {}
    sql = f"WITH {_AMONG} SELECT id, type FROM hit"
    if story is not None:
        sql = f"WITH {_AMONG}, {_INSIDE} SELECT id, type FROM hit WHERE id IN (SELECT id FROM inside)"
    rows = select_in(connection, sql, records, **values)
    return sum(row.type in _kinds(types) for row in rows)


def _asked(words: str, types: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words to look for, folded, and the types to look among. Raises BadInput as `search` does."""
    wanted = list(dict.fromkeys(terms(words)))
    if not wanted:
        shown = f"{safe(shorten(words, 40))!r} holds" if words.strip() else "the search holds"
        raise BadInput(f"{shown} no word to search for", "Give one or more words, such as: claimtrack search barracks")
    if len(wanted) > MOST_WORDS:
        raise BadInput(f"a search takes at most {MOST_WORDS} words, not {len(wanted)}", "Give fewer words.")
    kinds = _kinds(types)
    if not kinds:
        raise BadInput(f"{' and '.join(types)} records are not searched", "Searched are: " + ", ".join(SEARCHED))
    return wanted, kinds


def _kinds(types: Sequence[str]) -> list[str]:
    return [record_type for record_type in SEARCHED if not types or record_type in types]


def _said_of_live(connection: Connection, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are not said of a record that is void, nor of what is said of it."""
    above: dict[str, str] = {}
    asking = {hit.id for hit in hits if hit.type in (*ATTACHED, "assertion")}
    while asking:
        sql = f"SELECT id, target FROM ({_TARGETS}) x WHERE id IN :values"
        targets = {row.id: row.target for row in select_in(connection, sql, asking)}
        above |= targets
        asking = set(targets.values()) - above.keys()
    sql = "SELECT id FROM record WHERE state = 'live' AND id IN :values"
    live = {row.id for row in select_in(connection, sql, above.values())}
    return [hit for hit in hits if live.issuperset(_upward(hit.id, above)[1:])]


def _upward(record: str, above: dict[str, str]) -> list[str]:
    path = [record]
    while (target := above.get(path[-1])) is not None and target not in path:
        path.append(target)
    return path
