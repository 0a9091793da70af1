"""Paths: how each assertion came from its origin to the page, and what it shares with others.

The carriers of a path are its hops after the first, as bodies; the document's publisher is kept apart. All ids are of
sources after merges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.origins import CountedAssertion
from claimtrack.analysis.scope import READ_AS, composed, fetch
from claimtrack.ledger.restricted.unnamed import confidential_sources
from claimtrack.ledger.store.dialect import select_in

NEWEST = "LEFT JOIN canonical_source n ON n.source = {column} AND n.newest = 1"

RATED_LATER = """LEFT JOIN rating later ON later.source = s.source AND later.topic_key = s.topic_key
  AND later."by" = s."by" AND (later.at > s.at OR (later.at = s.at AND later.id > s.id))"""
"""Joins what whoever gave the rating `s` gave for the same topic since: `later.id` is NULL for the latest."""


_VOID: tuple[str | None, str] = (None, "")
"""Story and kind of a claim that is not there any more."""


@dataclass(frozen=True, slots=True)
class Path:
    """One assertion's way from its origin (`origin`, of body `top_body`) to its publisher.

    `hops` are the carriers in order, as they are named; `carriers` the same as bodies, without the publisher, which is
    `publisher` (a body; None without a document). `bodies` are the top_body and whatever it or the origin is a member
    of; `sides` keys of sides at that date; `evidence` the identities of what the assertion rests on. `joint`: a word
    shared by what was said together (None: said alone). `rated_e`: somebody's latest rating of it is E.
    """

    assertion: str
    origin: str
    top_body: str
    hops: tuple[str, ...]
    publisher: str | None
    carriers: frozenset[str]
    bodies: frozenset[str]
    sides: frozenset[str]
    evidence: frozenset[str]
    traced: bool
    first_hand: bool
    weak: bool
    rated_e: bool
    joint: str | None = None

    @property
    def nodes(self) -> frozenset[str]:
        """Everyone it goes through on its way: the carriers and the publisher."""
        return self.carriers | ({self.publisher} if self.publisher else frozenset())


@dataclass(slots=True)
class SourceFacts:
    """What is known about sources beside the assertions, loaded once for many claims.

    `top_bodies`: source -> the body it speaks for, `claims`: claim -> its story and kind, both filled as they are met;
    `sides`: body or canonical -> (story or None, key, name, valid from, valid to); `members`: source ->
    bodies it is a member of, with the same dates; `rated_e`: source -> topics it is rated E for.
    """

    top_bodies: dict[str, str]
    sides: dict[str, list[tuple[str | None, str, str, str, str]]]
    members: dict[str, list[tuple[str, str, str]]]
    rated_e: dict[str, set[str]]
    stories: dict[str, str]
    claims: dict[str, tuple[str | None, str]] = field(default_factory=dict)

    def learn_claims(self, conn: Connection, claims: Iterable[str]) -> None:
        """Look up the story and kind of claims, where a side or a rating may depend on it."""
        if self.sides or self.rated_e:
            missing = [claim for claim in claims if claim not in self.claims]
            rows = select_in(conn, "SELECT id, story, kind FROM claim WHERE id IN :values", missing)
            self.claims.update((row.id, (row.story, row.kind)) for row in rows)

    def side_keys(self, assertion: CountedAssertion) -> frozenset[str]:
        """The sides its origin is on when it speaks, in the story of its claim, which was learned."""
        if not self.sides:
            return frozenset()
        story = self._story(self.claims.get(assertion.claim, _VOID)[0])
        return frozenset(
            key
            for source in {assertion.canonical, assertion.top_body}
            for side_story, key, _, start, end in self.sides.get(source or "", ())
            if (side_story is None or self._story(side_story) == story) and _holds(assertion, start, end)
        )

    def side_names(self) -> dict[str, str]:
        """Key of a side -> its name as first written."""
        names: dict[str, str] = {}
        for rows in self.sides.values():
            for _, key, name, _, _ in rows:
                names[key] = min(name, names.get(key, name))
        return names

    def bodies(self, assertion: CountedAssertion) -> frozenset[str]:
        """The body it speaks for, and what it or that body is a member of."""
        own = {source for source in (assertion.canonical, assertion.top_body) if source}
        return frozenset(own) | {
            body for source in own for body, start, end in self.members.get(source, ()) if _holds(assertion, start, end)
        }

    def _story(self, story: str | None) -> str | None:
        return None if story is None else self.stories.get(story, story)


def _holds(assertion: CountedAssertion, start: str, end: str) -> bool:
    return assertion.date_lo is None or start <= assertion.date_lo <= end


def source_facts(conn: Connection) -> SourceFacts:
    """Sides, memberships, ratings of E and merged stories: short lists, read whole.

    Who speaks for a body puts it on their side, but for a confidential source: that side would tell who it is, and
    who talks in confidence seldom does so for the body.
    """
    sides: dict[str, list[tuple[str | None, str, str, str, str]]] = defaultdict(list)
    rows = fetch(
        conn,
        f"""SELECT s.story, s.key, s.name, s.valid_from, s.valid_to, s.source,
  COALESCE(n.canonical, s.source) AS canonical, COALESCE(n.top_body, s.source) AS top_body
FROM side s {NEWEST.format(column="s.source")} ORDER BY s.id""",
    )
    confidential = confidential_sources(conn) if rows else frozenset()
    for row in rows:
        for source in {row.source, row.canonical, row.source if row.source in confidential else row.top_body}:
            sides[source].append((row.story, row.key, row.name, row.valid_from, row.valid_to))
    members: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in fetch(
        conn,
        f"""SELECT m.source, m.valid_from, m.valid_to, COALESCE(f.canonical, m.source) AS canonical,
  COALESCE(n.top_body, m.body) AS body
FROM membership m {NEWEST.format(column="m.body")}
LEFT JOIN canonical_source f ON f.source = m.source AND f.newest = 1
WHERE m.kind = 'member_of' ORDER BY m.source, m.body""",
    ):
        members[row.canonical].append((row.body, row.valid_from, row.valid_to))
    rated: dict[str, set[str]] = defaultdict(set)
    for row in fetch(
        conn,
        f"""SELECT s.source, s.topic_key, COALESCE(n.canonical, s.source) AS canonical
FROM rating s {NEWEST.format(column="s.source")}
{RATED_LATER}
WHERE s.letter = 'E' AND later.id IS NULL""",
    ):
        rated[row.canonical].add(row.topic_key)
    merged = "SELECT kept FROM merge WHERE kind = 'story' UNION SELECT merged FROM merge WHERE kind = 'story'"
    stories = fetch(conn, composed([READ_AS], f"SELECT id, canonical FROM read_as WHERE id IN ({merged})"))
    return SourceFacts({}, dict(sides), dict(members), dict(rated), {row.id: row.canonical for row in stories})


def paths(
    conn: Connection, by_claim: Mapping[str, Sequence[CountedAssertion]], facts: SourceFacts
) -> dict[str, list[Path]]:
    """The paths of the affirming assertions of each claim that have an origin."""
    traceable = [v for assertions in by_claim.values() for v in assertions if v.top_body is not None]
    carried = _carriers(conn, [v.id for v in traceable if v.hops > 1])
    evidence = _evidence(conn, [v.id for v in traceable])
    facts.learn_claims(conn, by_claim)
    _learn(conn, {v.publisher for v in traceable if v.publisher}, facts)
    topics = _topics(conn, by_claim) if any(t for s in facts.rated_e.values() for t in s) else {}
    paths_by_claim: dict[str, list[Path]] = defaultdict(list)
    for v in traceable:
        if v.top_body is None or v.canonical is None:
            continue
        kind = facts.claims.get(v.claim, _VOID)[1]
        publisher = facts.top_bodies.get(v.publisher, v.publisher) if v.publisher else None
        hops = carried.get(v.id, ())
        rated = facts.rated_e.get(v.canonical, set()) | facts.rated_e.get(v.top_body, set())
        paths_by_claim[v.claim].append(
            Path(
                assertion=v.id,
                origin=v.canonical,
                top_body=v.top_body,
                hops=tuple(canonical for canonical, _ in hops),
                publisher=publisher,
                carriers=frozenset(top_body for _, top_body in hops if top_body != publisher),
                bodies=facts.bodies(v),
                sides=facts.side_keys(v),
                evidence=evidence.get(v.id, frozenset()),
                traced=v.traced,
                first_hand=v.first_hand,
                weak=v.group_weak,
                rated_e=bool(rated & ({"", kind} | topics.get(v.claim, frozenset()))),
                joint=v.joint,
            )
        )
    return dict(paths_by_claim)


def _carriers(conn: Connection, assertions: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Assertion -> canonical source and body of each source it passed through, from the origin outward."""
    carriers: dict[str, tuple[tuple[str, str], ...]] = {}
    sql = f"""SELECT h.assertion, COALESCE(n.canonical, h.source) AS canonical,
  COALESCE(n.top_body, h.source) AS top_body
FROM hop h {NEWEST.format(column="h.source")}
WHERE h.assertion IN :values AND h.pos > 0 AND h.source IS NOT NULL
ORDER BY h.assertion, h.pos"""
    for row in select_in(conn, sql, assertions):
        carriers[row.assertion] = (*carriers.get(row.assertion, ()), (row.canonical, row.top_body))
    return carriers


def _grouped(rows: Iterable[Any]) -> dict[str, frozenset[str]]:
    """Rows of two columns, the second gathered by the first."""
    groups: dict[str, set[str]] = defaultdict(set)
    for first, second in rows:
        groups[first].add(second)
    return {first: frozenset(seconds) for first, seconds in groups.items()}


def _evidence(conn: Connection, assertions: Iterable[str]) -> dict[str, frozenset[str]]:
    """Assertion -> the identities of the evidence that supports it."""
    sql = "SELECT target, identity FROM evidence WHERE target IN :values AND bearing = 'supports'"
    return _grouped(select_in(conn, sql, assertions))


def _topics(conn: Connection, claims: Iterable[str]) -> dict[str, frozenset[str]]:
    """Claim -> the keys of its tags: what a rating for one topic is held against."""
    return _grouped(select_in(conn, "SELECT target, key FROM tag WHERE target IN :values", claims))


def _learn(conn: Connection, sources: set[str], facts: SourceFacts) -> None:
    """Look up the body that each source not yet known speaks for."""
    missing = sources - facts.top_bodies.keys()
    facts.top_bodies.update(zip(missing, missing, strict=True))
    sql = "SELECT source, top_body FROM canonical_source WHERE source IN :values AND newest = 1"
    facts.top_bodies.update((row.source, row.top_body) for row in select_in(conn, sql, missing))
