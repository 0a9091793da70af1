"""The origin of each assertion: who said it first, as SQL and as Python values.

An assertion counts unless it is judged misquoted, misattributed or fabricated. Its origin is the first hop; sources
that speak for one body at the assertion's date are one origin: their top body. Documents that were merged count as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import ClaimScope, composed, fetch, fetch_pages
from claimtrack.domain.dates import whole_days
from claimtrack.domain.vocabulary import AFFIRMING, CARRIER_KINDS, DENYING, DISCOUNTED_VERDICTS, FIRST_HAND, IDENTIFYING
from claimtrack.ledger.store.dialect import select_rows


def listed(words: Iterable[str]) -> str:
    """A vocabulary as the inside of an SQL list: 'a', 'b'."""
    return ", ".join(f"'{word}'" for word in words)


AFFIRMED = f"stance IN ({listed(AFFIRMING)})"
"""The condition that an assertion stands behind its claim."""

LATER = """LEFT JOIN assessment later ON later.target = s.target AND later."by" = s."by"
    AND (later.at > s.at OR (later.at = s.at AND later.id > s.id))"""
"""Joins what the assessor of the assessment `s` judged of the same record since: `later.id` is NULL for the latest."""

MANY = 50
"""Of a scope of more stories, claims or questions, all assessments are read at once, not those of each assertion."""

DATE_LO = "CASE WHEN a.said IS NULL THEN d.published_lo ELSE a.said_lo END"


def discounted_cte(scope: ClaimScope) -> str:
    """`discounted(assertion)`: judged misquoted, misattributed or fabricated, by any assessor."""
    source, joined = "assessment s", ""
    if scope.size <= MANY:
        source = "scope CROSS JOIN assertion a CROSS JOIN assessment s"
        joined = "a.claim = scope.claim AND s.target = a.id AND"
    return f"""discounted AS (
  SELECT DISTINCT s.target AS assertion FROM {source}
  {LATER}
  WHERE {joined} s.verdict IN ({listed(DISCOUNTED_VERDICTS)}) AND later.id IS NULL
)"""


DATED = "n.valid_from <> '' OR n.valid_to <> '~'"
"""The condition that whom an origin speaks for depends on when it spoke; `n` is the newest row of its source."""

CARRIED = f"o.kind IN ({listed(CARRIER_KINDS)}) AND a.basis NOT IN ({listed(FIRST_HAND)})"
"""The condition that an origin is an outlet or agency that does not say it saw, did or holds it: it is not traced."""

BODY = f"""CASE
        WHEN n.source IS NULL THEN a.origin
        WHEN NOT ({DATED}) OR {DATE_LO} IS NULL THEN n.top_body
        ELSE COALESCE(r.top_body, n.canonical) END"""
"""The body that an origin speaks for when it does, where `r` is joined for `DATED` origins alone."""


Days = tuple[str | None, str | None]
"""The bounds of a date, 27-character UTC text; None where it has none."""


class AssertionOrigin(NamedTuple):
    """Of an assertion that counts, what most statuses follow from: who said it first, and when.

    `carried`: the trail ends at an outlet or agency; `identified`: its origin is named, or a role or group; `dated`: it
    is known when it was said. `body` and `days` are the `top_body` and the `days` of a CountedAssertion.
    """

    carried: bool
    identified: bool
    dated: bool
    stance: str
    body: str | None
    days: Days


def assertion_origins(conn: Connection, scope: ClaimScope) -> dict[str, list[AssertionOrigin]]:
    """The origins of the assertions that count, by claim, in no order."""
    by_claim: dict[str, list[AssertionOrigin]] = defaultdict(list)
    known: dict[Any, Any] = {}
    share = known.setdefault  # stances and days are those of many assertions: each is kept in memory once
    rows, documents, origins = _counted(conn, scope, "a.stance, a.naming, a.basis, a.said, a.said_lo, a.said_hi")
    for _, claim, document, origin, stance, naming, basis, said, lo, hi in rows:
        canonical, kind, body, periods = origins[origin]
        days = documents[document][3] if said is None else share((lo, hi), (lo, hi))
        if periods and (day := documents[document][4] if said is None else lo) is not None:
            body = _body_at(day, canonical, periods)
        carried = kind in CARRIER_KINDS and basis not in FIRST_HAND
        values = carried, naming in IDENTIFYING, said is not None, share(stance, stance), body, days
        by_claim[claim].append(AssertionOrigin._make(values))
    return by_claim


class CountedAssertion(NamedTuple):
    """One assertion that counts: dates are 27-character UTC text.

    `document`, `publisher`, `canonical` (its origin after merges) and `top_body` are ids, None where nothing is
    recorded; a source without a row in `canonical_source` is its own top body. `said` is its date as written,
    `origin_kind` the kind of `canonical`. `publication_days` are the days it was published on: the minute of a
    publication says nothing of when it was so. `has_quote` is 0 or 1.
    """

    id: str
    claim: str
    has_quote: int
    hops: int
    joint: str | None
    said: str | None
    said_lo: str | None
    said_hi: str | None
    stance: str
    naming: str
    basis: str
    quote_kind: str
    label_words: str | None
    document: str | None
    publisher: str | None
    language: str | None
    publication_days: Days
    published_lo: str | None
    published_hi: str | None
    canonical: str | None
    origin_kind: str | None
    top_body: str | None

    @property
    def date_lo(self) -> str | None:
        """The earliest it may have been said, else published."""
        return self.published_lo if self.said is None else self.said_lo

    @property
    def date_hi(self) -> str | None:
        """The latest it may have been said, else published."""
        return self.published_hi if self.said is None else self.said_hi

    @property
    def days(self) -> Days:
        """The bounds of when it was said; where that is not known, of the days it was published on."""
        return self.publication_days if self.said is None else (self.said_lo, self.said_hi)

    @property
    def affirms(self) -> bool:
        """Whether it stands behind the claim."""
        return self.stance in AFFIRMING

    @property
    def denies(self) -> bool:
        """Whether it denies the claim or casts doubt on it."""
        return self.stance in DENYING

    @property
    def first_hand(self) -> bool:
        """Whether its origin says that it saw it, did it or holds the records."""
        return self.basis in FIRST_HAND

    @property
    def traced(self) -> bool:
        """Whether somebody is named behind it, and no outlet or agency that does not say it has it first-hand."""
        return self.canonical is not None and (self.origin_kind not in CARRIER_KINDS or self.first_hand)

    @property
    def group_weak(self) -> bool:
        """Whether its origin is a group, or of no known kind, and speaks for nobody."""
        return self.origin_kind in ("group", "unknown") and self.top_body == self.canonical

    @property
    def own_voice(self) -> bool:
        """Whether an outlet says it in its own voice."""
        return self.quote_kind == "own"


_COLUMNS = """a.has_quote, a.hops, a.joint, a.said, a.said_lo, a.said_hi,
  a.stance, a.naming, a.basis, a.quote_kind, a.label_words"""


def counted_assertions(conn: Connection, scope: ClaimScope) -> dict[str, list[CountedAssertion]]:
    """The assertions that count, by claim, each claim's in the order of their ids.

    Of the whole ledger those of void claims are there too.
    """
    by_claim: dict[str, list[CountedAssertion]] = defaultdict(list)
    known: dict[Any, Any] = {}
    share = known.setdefault  # days and words are those of many assertions: each is kept in memory once
    rows, documents, origins = _counted(conn, scope, _COLUMNS)
    for row in rows:
        own, read = row[4:], documents[row[2]]
        canonical, kind, body, periods = origins[row[3]]
        if periods and (day := read[4] if own[3] is None else own[4]) is not None:
            body = _body_at(day, canonical, periods)
        by_claim[row[1]].append(CountedAssertion._make((*row[:2], *share(own, own), *read, canonical, kind, body)))
    for assertions in by_claim.values():
        if len(assertions) > 1:
            assertions.sort()
    return dict(by_claim)


_Document = tuple[str | None, str | None, str | None, Days, str | None, str | None]
"""A document after merges: its id, publisher, language, days of publication, the bounds of its date as written."""

_Origin = tuple[str | None, str | None, str | None, Sequence[tuple[str, str, str]]]
"""An origin after merges: its id, kind and newest body; where its body depends on the time, all with their bounds."""


class _Documents(dict[str | None, _Document]):
    """The documents of assertions, by the ids given with these. Of one that is not recorded nothing more is known."""

    def __missing__(self, document: str | None) -> _Document:
        return document, None, None, (None, None), None, None


class _Origins(dict[str | None, _Origin]):
    """The origins of assertions, by the ids given with these. One without a row of `canonical_source` is as it is."""

    def __init__(self, bodies: Mapping[str | None, Sequence[Sequence[Any]]], kinds: Mapping[str | None, str]) -> None:
        super().__init__()
        self._bodies = bodies
        self._kinds = kinds

    def __missing__(self, origin: str | None) -> _Origin:
        canonical = body = origin
        periods: list[tuple[str, str, str]] = []
        rows = self._bodies.get(origin, ())
        for _, kept, newest_body, start, end, newest in rows:
            if newest:
                canonical, body = kept, newest_body
                if start or end != "~":
                    periods = [(row[3], row[4], row[2]) for row in rows]
        self[origin] = canonical, self._kinds.get(canonical), body, periods
        return self[origin]


def _body_at(day: str, canonical: str | None, periods: Iterable[tuple[str, str, str]]) -> str | None:
    """The body that an origin speaks for at a time."""
    return next((body for start, end, body in periods if start <= day < end), canonical)


def _counted(conn: Connection, scope: ClaimScope, columns: str) -> tuple[Iterable[Sequence[Any]], _Documents, _Origins]:
    """The assertions that count: id, claim, document, origin and these columns, in no order; what they are read with.

    Documents and origins are fewer: to look them up in SQL for each assertion takes twice as long.
    """
    ctes = scope.cte(), discounted_cte(scope)
    discounted = {row[0] for row in fetch(conn, composed(ctes, "SELECT assertion FROM discounted"), scope.params)}
    select = f"SELECT a.id, a.claim, a.document, a.origin, {columns} FROM "
    if scope.whole:
        rows: Iterable[Sequence[Any]] = fetch_pages(conn, f"{select} assertion a")
        documents, origins = _read_as(conn)
    else:
        joined = f"{select} scope s CROSS JOIN assertion a WHERE a.claim = s.claim"
        rows = list(fetch_pages(conn, composed((scope.cte(),), joined), scope.params))
        documents, origins = _read_as(conn, {row[2] for row in rows if row[2]}, {row[3] for row in rows if row[3]})
    if discounted:
        rows = (row for row in rows if row[0] not in discounted)
    return rows, documents, origins


def _read_as(
    conn: Connection, documents: Collection[str] | None = None, origins: Collection[str] | None = None
) -> tuple[_Documents, _Origins]:
    """These documents and origins as they are read after merges; all of them where none are given."""
    ids = None if documents is None or origins is None else [*documents, *origins]
    bodies: dict[str | None, list[Sequence[Any]]] = defaultdict(list)
    canonical: dict[str, str] = {}
    sql = "SELECT source, canonical, top_body, valid_from, valid_to, newest FROM canonical_source"
    for row in _all_or(conn, sql, "source", ids):
        bodies[row[0]].append(row)
        if row[5]:
            canonical[row[0]] = row[1]

    def kept(some: Collection[str] | None) -> Collection[str] | None:
        return None if some is None else [canonical.get(id, id) for id in some]

    read = _Documents()
    sql = "SELECT id, publisher, language, published, published_lo, published_hi FROM document"
    for id, publisher, language, published, lo, hi in _all_or(conn, sql, "id", kept(documents)):
        days = whole_days(published, lo, hi) if published is not None and "T" in published else (lo, hi)
        read[id] = id, publisher, language, days, lo, hi
    read.update((id, read[into]) for id, into in canonical.items() if documents is None or id in documents)
    kinds = {row[0]: row[1] for row in _all_or(conn, "SELECT id, kind FROM source", "id", kept(origins))}
    return read, _Origins(bodies, kinds)


def _all_or(conn: Connection, sql: str, column: str, ids: Collection[str] | None) -> Iterable[Sequence[Any]]:
    """The rows of a statement: all, or those of these ids."""
    return fetch_pages(conn, sql) if ids is None else select_rows(conn, f"{sql} WHERE {column} IN :values", ids)


def before(a_hi: str | None, b_lo: str | None) -> bool:
    """Whether what ends at `a_hi` lies wholly before what begins at `b_lo`; unknown is no."""
    return a_hi is not None and b_lo is not None and a_hi < b_lo


def earliest(days: Sequence[Days]) -> Days:
    """Of dates the one that begins first, and of those that begin together the one that ends first."""
    if len(days) == 1:
        return days[0]
    return min(days, key=lambda each: (each[0] or "", each[1] or "~"), default=(None, None))


def withdrawn(assertions: Iterable[CountedAssertion]) -> dict[str, str]:
    """Body -> when it last withdrew the claim: the latest that its date may mean, "~" where that is not known."""
    latest: dict[str, str] = {}
    for assertion in assertions:
        if assertion.stance == "withdraws" and assertion.top_body is not None:
            body = assertion.top_body
            latest[body] = max(latest.get(body, ""), assertion.date_hi or "~")
    return latest


def withdrawn_since(assertion: CountedAssertion, last: Mapping[str, str]) -> bool:
    """Whether its body withdrew the claim at that time or since; undated counts as since. `last` is of `withdrawn`."""
    since = last.get(assertion.top_body or "")
    return since is not None and not before(since, assertion.date_lo)


def standing(others: Sequence[CountedAssertion]) -> Sequence[CountedAssertion]:
    """Those of one claim that still stand behind it or against it: not withdrawn since.

    A denial falls when the same body affirmed the claim at a later date.
    """
    for other in others:
        if other.stance not in AFFIRMING:
            break
    else:
        return others
    last = withdrawn(others)
    affirmed: dict[str | None, str] = {}
    for other in others:
        if other.affirms and other.date_lo is not None:
            affirmed[other.top_body] = max(affirmed.get(other.top_body, ""), other.date_lo)
    kept = []
    for assertion in others:
        if not (assertion.affirms or assertion.denies):
            continue
        if withdrawn_since(assertion, last):
            continue
        body = assertion.top_body
        if assertion.denies and body is not None and before(assertion.date_hi, affirmed.get(body)):
            continue
        kept.append(assertion)
    return kept
