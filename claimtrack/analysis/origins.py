"""The origin of each assertion: who said it first, as SQL and as Python values.

An assertion counts unless it is judged misquoted, misattributed or fabricated. Its origin is the first hop; sources
that speak for one body at the assertion's date are one origin: their top body. Documents that were merged count as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import READ_AS, ClaimScope, composed, fetch_pages
from claimtrack.domain.dates import whole_days
from claimtrack.domain.vocabulary import AFFIRMING, CARRIER_KINDS, DENYING, DISCOUNTED_VERDICTS, FIRST_HAND, IDENTIFYING


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
DATE_HI = "CASE WHEN a.said IS NULL THEN d.published_hi ELSE a.said_hi END"


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

_JOINED = f"""LEFT JOIN canonical_source n ON n.source = a.origin AND n.newest = 1
LEFT JOIN source o ON o.id = COALESCE(n.canonical, a.origin)
LEFT JOIN read_as df ON df.id = a.document
LEFT JOIN document d ON d.id = COALESCE(df.canonical, a.document)
LEFT JOIN canonical_source r ON r.source = CASE WHEN {DATED} THEN a.origin END
     AND r.valid_from <= {DATE_LO} AND {DATE_LO} < r.valid_to"""
"""What an assertion `a` is read with: its origin after merges (`n`, `o`), its document after merges (`d`), and `r`."""


class AssertionOrigin(NamedTuple):
    """Of an assertion that counts, what most statuses follow from: who said it first, and when.

    `carried`, `identified` and `dated` are 0 or 1: the trail ends at an outlet or agency; its origin is named, or a
    role or group; it is known when it was said. `body` is the `top_body` of a CountedAssertion. `lo` and `hi` bound
    when it was said, or else published; `timed` is the date of publication as written where these are of a minute.
    """

    carried: int
    identified: int
    dated: int
    stance: str
    body: str | None
    lo: str | None
    hi: str | None
    timed: str | None


def assertion_origins(conn: Connection, scope: ClaimScope) -> dict[str, list[AssertionOrigin]]:
    """The origins of the assertions that count, by claim, in no order."""
    sources, of_scope = scope.assertions
    select = f"""SELECT a.claim, CASE WHEN {CARRIED} THEN 1 ELSE 0 END,
       CASE WHEN a.naming IN ({listed(IDENTIFYING)}) THEN 1 ELSE 0 END, CASE WHEN a.said IS NULL THEN 0 ELSE 1 END,
       a.stance, {BODY}, {DATE_LO}, {DATE_HI},
       CASE WHEN a.said IS NULL AND LENGTH(d.published) > 10 THEN d.published END
FROM {sources}
{_JOINED}
WHERE {of_scope} a.id NOT IN (SELECT assertion FROM discounted)"""
    by_claim: dict[str, list[AssertionOrigin]] = defaultdict(list)
    ctes = (scope.cte(), READ_AS, discounted_cte(scope))
    known: dict[Any, Any] = {}
    share = known.setdefault  # days and sources are those of many assertions: each is kept in memory once
    rows = fetch_pages(conn, composed(ctes, select), scope.params)
    for claim, carried, identified, dated, stance, body, lo, hi, timed in rows:
        words = share(stance, stance), share(body, body), share(lo, lo), share(hi, hi)
        by_claim[claim].append(AssertionOrigin._make((carried, identified, dated, *words, timed)))
    return by_claim


_SELECT = f"""SELECT a.claim, a.id, a.has_quote, a.hops, a.joint, a.stance,
       COALESCE(df.canonical, a.document), d.publisher, d.language,
       a.said, a.said_lo, a.said_hi, d.published, d.published_lo, d.published_hi,
       COALESCE(n.canonical, a.origin), {BODY}, o.kind, a.naming, a.basis, a.quote_kind, a.label_words
FROM {{sources}}
{_JOINED}
WHERE {{of_scope}} a.id NOT IN (SELECT assertion FROM discounted)"""
"""The fields of a CountedAssertion, a row each, in no order.

Sorted by whoever fetches it: to have them in order SQLite would go through all claims, not those of the scope.
"""


class CountedAssertion(NamedTuple):
    """One assertion that counts: dates are 27-character UTC text.

    `document`, `publisher`, `canonical` (its origin after merges) and `top_body` are ids, None where nothing is
    recorded; a source without a row in `canonical_source` is its own top body. `published` is the document's date as
    written, `origin_kind` the kind of `canonical`. `has_quote` is 0 or 1.
    """

    claim: str
    id: str
    has_quote: int
    hops: int
    joint: str | None
    stance: str
    document: str | None
    publisher: str | None
    language: str | None
    said: str | None
    said_lo: str | None
    said_hi: str | None
    published: str | None
    published_lo: str | None
    published_hi: str | None
    canonical: str | None
    top_body: str | None
    origin_kind: str | None
    naming: str
    basis: str
    quote_kind: str
    label_words: str | None

    @property
    def date_lo(self) -> str | None:
        """The earliest it may have been said, else published."""
        return self.published_lo if self.said is None else self.said_lo

    @property
    def date_hi(self) -> str | None:
        """The latest it may have been said, else published."""
        return self.published_hi if self.said is None else self.said_hi

    @property
    def publication_days(self) -> tuple[str | None, str | None]:
        """The bounds of the days it was published on: the minute of a publication says nothing of when it was so."""
        lo, hi = self.published_lo, self.published_hi
        timed = self.published is not None and "T" in self.published
        return _whole_days(self.published, lo, hi) if timed else (lo, hi)

    @property
    def days(self) -> tuple[str | None, str | None]:
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


_OWN = CountedAssertion._fields.index("stance")
"""The fields from this one on are those of many assertions: days, sources, words. Each is kept in memory once."""

_whole_days = lru_cache(whole_days)


def counted_assertions(conn: Connection, scope: ClaimScope) -> dict[str, list[CountedAssertion]]:
    """The assertions that count, by claim, each claim's in the order of their ids.

    Of the whole ledger those of void claims are there too.
    """
    sources, of_scope = scope.assertions
    sql = _SELECT.format(sources=sources, of_scope=of_scope)
    by_claim: dict[str, list[CountedAssertion]] = defaultdict(list)
    known: dict[Any, Any] = {}
    share = known.setdefault
    for row in fetch_pages(conn, composed((scope.cte(), READ_AS, discounted_cte(scope)), sql), scope.params):
        more = row[_OWN:]
        by_claim[row[0]].append(CountedAssertion._make((*row[:_OWN], *map(share, more, more))))
    for assertions in by_claim.values():
        if len(assertions) > 1:
            assertions.sort(key=attrgetter("id"))
    return dict(by_claim)


def before(a_hi: str | None, b_lo: str | None) -> bool:
    """Whether what ends at `a_hi` lies wholly before what begins at `b_lo`; unknown is no."""
    return a_hi is not None and b_lo is not None and a_hi < b_lo


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
