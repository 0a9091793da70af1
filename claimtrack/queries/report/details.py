"""What a report needs beside its claims: sides, ratings, documents, the ledger's own moment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.paths import RATED_LATER
from claimtrack.analysis.scope import fetch
from claimtrack.domain.vocabulary import SEVERITIES
from claimtrack.errors import BadInput
from claimtrack.ledger.editions import Edition
from claimtrack.ledger.lookup import bodies, get
from claimtrack.ledger.store.dialect import select_in
from claimtrack.queries.claim_records import canonical_ids
from claimtrack.queries.claim_views import ClaimBuilder
from claimtrack.queries.report.views import (
    DocumentCopy,
    FlagCount,
    FlagGroup,
    LedgerState,
    ReportDocument,
    ReportStory,
    SourceRating,
)
from claimtrack.queries.source_names import SourceNames
from claimtrack.queries.views import Claim
from claimtrack.rules.ledger import LEDGER_RULES
from claimtrack.rules.rule import Flag

MOST_FACTS = 20
ABOUT_HIDDEN = "restricted-in-output"
"""The one rule that tells of records a report leaves out: such a flag comes without its record."""

UNVERIFIED, ONE_SIDE_COUNTS = "unverified", "only-one-side-counts"
"""The rules that tell why sources do not count as several."""
CONCURRENT_EDIT, QUOTE_NOT_IN_TEXT = "concurrent-edit", "quote-not-in-text"
"""The rules whose facts repeat the fields of a record, and words of a text."""


def told_flags(builder: ClaimBuilder, flags: Iterable[Flag], unnamed: frozenset[str]) -> Iterator[Flag]:
    """Flags without what they tell of a source that may not be named: its side, its body, its rating, other fields.

    Nor words of the texts of these `unnamed` documents, in which somebody speaks who is not named.
    """
    for flag in flags:
        if flag.code == QUOTE_NOT_IN_TEXT and not unnamed.isdisjoint(flag.related):
            yield replace(flag, fact="What is quoted here is not in the stored text as it is recorded.")
            continue
        if flag.code == CONCURRENT_EDIT and _is_of_unnamed(builder, flag):
            if flag.type != "source":
                yield replace(flag, fact="Two edits made at the same time disagree.")
            continue
        if flag.code == UNVERIFIED and flag.record in builder.judgement.statuses:
            reason = builder.status(flag.record, builder.judgement.statuses[flag.record]).reason
            yield replace(flag, group=reason, fact=flag.fact.replace(flag.group, reason))
        elif flag.code != ONE_SIDE_COUNTS or not builder.directory.is_any_unnamed(None, flag.related):
            yield flag


def _is_of_unnamed(builder: ClaimBuilder, flag: Flag) -> bool:
    """Whether a record is a source that is named nowhere here, or may be what such said, was asked or gave."""
    if flag.type == "source":
        return builder.directory.is_any_unnamed(None, [flag.record]) and not builder.directory.is_named(flag.record)
    if flag.type == "assertion" and flag.record in builder.records.assertions:
        return builder.directory.is_unnamed(flag.record)
    return flag.type in ("assertion", "evidence", "request")


def flag_groups(
    builder: ClaimBuilder, claims: Sequence[Claim], flags: Iterable[Flag], unnamed: frozenset[str]
) -> tuple[FlagGroup, ...]:
    """The flags that concern what the report shows, the most serious first, then in the rules' own order.

    `unnamed` are the documents in which somebody speaks who is not named.
    """
    numbers = {claim.id: claim.number for claim in claims}
    owners = numbers | {row.id: claim.number for claim in claims for row in claim.assertions}
    gone = set(builder.records.claims) - set(numbers)
    by_rule: dict[tuple[str, str], list[Flag]] = defaultdict(list)
    told = sorted(told_flags(builder, flags, unnamed), key=attrgetter("group", "record", "fact"))
    for flag in told:
        if flag.record not in gone:
            by_rule[flag.severity, flag.code].append(flag)
    desk = builder.edition.confidential
    groups = []
    for (severity, code), flagged in sorted(by_rule.items(), key=lambda item: rule_order(*item[0])):
        concerned = {owners.get(flag.record) for flag in flagged}
        if concerned == {None}:
            concerned = {numbers.get(record) for flag in flagged for record in flag.related}
        groups.append(
            FlagGroup(
                code=code,
                severity=severity,
                title=RULE_TITLES[code],
                count=len(flagged),
                groups=flag_counts(Counter(flag.group for flag in flagged)),
                facts=tuple(flag.fact for flag in flagged[:MOST_FACTS]) if desk else (),
                next_step=flagged[0].next_step,
                claims=tuple(sorted(number for number in concerned if number is not None)),
                records=tuple(sorted({flag.record for flag in flagged if flag.record})) if desk else (),
            )
        )
    return tuple(groups)


RULE_TITLES = {rule.code: rule.title for rule in LEDGER_RULES}


def rule_order(severity: str, code: str) -> tuple[int, int]:
    """What groups of flags are ordered by: the most serious first, then in the rules' own order."""
    return SEVERITIES.index(severity), list(RULE_TITLES).index(code)


def flag_counts(groups: Counter[str]) -> tuple[FlagCount, ...]:
    """How many flags there are of each kind, the most frequent first."""
    return tuple(FlagCount(*pair) for pair in sorted(groups.items(), key=lambda pair: (-pair[1], pair[0])))


_RATINGS = f"""SELECT s.id, s.source, s."by" FROM rating s {RATED_LATER}
WHERE s.source IN :values AND later.id IS NULL ORDER BY s.at DESC, s.id"""


def story_row(conn: Connection, story: str) -> ReportStory:
    """The story of an id, as it is read after merges. Raises BadInput when there is none."""
    record = canonical_ids(conn, [story]).get(story, story)
    body = get(conn, record)
    if body is None or body["type"] != "story":
        raise BadInput(f"there is no story {story}", "'claimtrack story list' shows what there is.")
    return ReportStory(record, body["name"], body.get("summary"), body.get("started"))


def sides_of_sources(conn: Connection, names: SourceNames, stories: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Source after merges -> the sides it is on in these stories (and those it is on in any)."""
    sides: dict[str, set[str]] = defaultdict(set)
    sql = "SELECT source, name FROM side WHERE story IS NULL OR story IN :stories ORDER BY id"
    for row in fetch(conn, sql, {"stories": stories}):
        sides[names.canonical(row.source)].add(row.name)
    return {source: tuple(sorted(named)) for source, named in sides.items()}


def ratings_of_sources(conn: Connection, names: SourceNames, sources: set[str]) -> dict[str, tuple[SourceRating, ...]]:
    """Source after merges -> what it is rated: of each who rated it, the latest for each topic."""
    ratings: dict[str, list[SourceRating]] = defaultdict(list)
    rows = list(select_in(conn, _RATINGS, sorted(sources)))
    full = bodies(conn, [row.id for row in rows])
    for row in rows:
        body = full[row.id]
        rating = SourceRating(body["letter"], body["why"], body.get("topic"), row.by)
        ratings[names.canonical(row.source)].append(rating)
    return {source: tuple(rated) for source, rated in ratings.items()}


def printed_ids(conn: Connection, ids: Mapping[str, str]) -> Mapping[str, str]:
    """Id -> what is printed for it: another id of a document or source, to which there are links; else ""."""
    rows = select_in(conn, "SELECT id FROM record WHERE type IN ('source', 'document') AND id IN :values", sorted(ids))
    return {**dict.fromkeys(ids, ""), **{row.id: ids[row.id] for row in rows}}


def report_documents(
    builder: ClaimBuilder, claims_of: dict[str, tuple[int, ...]], held_back: Collection[str]
) -> tuple[ReportDocument, ...]:
    """The documents by their numbers. `claims_of`: document -> numbers of claims; `held_back`: those without text."""
    records = builder.records
    return tuple(
        report_document(
            builder.names,
            builder.edition,
            one,
            records.documents.get(one, {}),
            number=number,
            stored=records.digests.get(one, (None, 0)),
            held_back=one in held_back,
            claims=claims_of.get(one, ()),
        )
        for one, number in sorted(builder.numbers.items(), key=lambda item: item[1])
    )


def report_document(
    names: SourceNames,
    edition: Edition,
    one: str,
    body: dict[str, Any],
    *,
    number: int,
    stored: tuple[str | None, int],
    held_back: bool,
    claims: tuple[int, ...],
) -> ReportDocument:
    """The document of an id as a row. `stored`: the SHA-256 of its text, None without one, and its length."""
    digest, length = stored
    checks = edition.checks
    told = checks and digest is not None and not held_back
    publisher = body.get("publisher")
    return ReportDocument(
        id=one,
        number=number,
        title=body.get("title"),
        url=body.get("url"),
        publisher=names.label(publisher) if publisher else None,
        published=body.get("published"),
        genre=body.get("genre"),
        language=body.get("language"),
        bylines=tuple(_byline(names, line) for line in body.get("bylines", ())),
        state=body.get("state"),
        state_notice=body.get("state_notice"),
        state_on=body.get("state_on"),
        archive_links=tuple(body.get("archive_links", ())),
        copies=tuple(
            DocumentCopy(copy["kind"], copy.get("url"), copy.get("site"), copy.get("compared", False))
            for copy in body.get("copies", ())
        )
        if checks
        else (),
        text_stored=digest is not None if checks else None,
        text_sha256=digest if told else None,
        text_length=length if told else None,
        claims=claims,
    )


def _byline(names: SourceNames, line: dict[str, Any]) -> str:
    """Who wrote it, where, and which part; of who is not named neither place nor part, which could tell who it is."""
    named = names.person(line["source"]) is not None and not names.hidden(line["source"])
    where = "; ".join(line[name] for name in ("dateline", "section") if named and line.get(name))
    return names.label(line["source"]) + (f" ({where})" if where else "")


def ledger_state(conn: Connection, as_of: str | None, *, change: int | None = None) -> LedgerState:
    """Which ledger this is, and its last change at `as_of` (a 27-character UTC instant; None: the present).

    `change` is the number of that change where it is known: others may have been made since.
    """
    name = fetch(conn, "SELECT value FROM meta WHERE name = 'ledger'")[0].value
    values: dict[str, Any] = {} if as_of is None else {"at": as_of}
    condition = "1 = 1" if as_of is None else "at <= :at"
    if change is not None:
        condition, values = "seq = :seq", {"seq": change}
    rows = fetch(conn, f"SELECT seq, digest, at FROM change WHERE {condition} ORDER BY seq DESC LIMIT 1", values)
    if not rows:
        return LedgerState(name, 0, None, None, as_of)
    return LedgerState(name, rows[0].seq, rows[0].digest, rows[0].at, as_of)
