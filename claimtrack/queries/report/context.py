"""What a report needs beside its claims: sides, ratings, documents, the ledger's own moment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.analysis.scope import fetch
from claimtrack.ledger.lookup import bodies
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.visibility import Edition
from claimtrack.queries.claims import ClaimBuilder
from claimtrack.queries.report.views import (
    DocumentCopy,
    FlagCount,
    FlagGroup,
    LedgerState,
    ReportDocument,
    SourceRating,
)
from claimtrack.queries.sources import SourceNames
from claimtrack.queries.views import Claim
from claimtrack.rules.ledger import LEDGER_RULES
from claimtrack.rules.rule import SEVERITIES, Flag

MOST_FACTS = 20
ABOUT_HIDDEN = "restricted-in-output"
"""The one rule that tells of records a report leaves out: such a flag comes without its record."""


def flag_groups(builder: ClaimBuilder, claims: Sequence[Claim], flags: Iterable[Flag]) -> tuple[FlagGroup, ...]:
    """The flags that concern what the report shows, the gravest first, then in the rules' own order."""
    numbers = {claim.id: claim.number for claim in claims}
    owner = {row.id: claim.number for claim in claims for row in claim.assertions}
    gone = set(builder.material.claims) - set(numbers)
    found: dict[tuple[str, str], list[Flag]] = defaultdict(list)
    for flag in flags:
        if flag.record not in gone:
            found[flag.severity, flag.code].append(flag)
    order = {rule.code: at for at, rule in enumerate(LEDGER_RULES)}
    titles = {rule.code: rule.title for rule in LEDGER_RULES}
    rows = []
    for (severity, code), held in found.items():
        concerned = {numbers.get(flag.record, owner.get(flag.record)) for flag in held}
        if concerned == {None}:
            concerned = {numbers.get(one) for flag in held for one in flag.related}
        groups = Counter(flag.group for flag in held)
        rows.append(
            FlagGroup(
                code=code,
                severity=severity,
                title=titles[code],
                count=len(held),
                groups=tuple(FlagCount(*pair) for pair in sorted(groups.items(), key=lambda pair: (-pair[1], pair[0]))),
                facts=tuple(flag.fact for flag in held[:MOST_FACTS]) if builder.edition.confidential else (),
                next_step=held[0].next_step,
                claims=tuple(sorted(number for number in concerned if number is not None)),
                records=tuple(sorted({flag.record for flag in held if flag.record}))
                if builder.edition.confidential
                else (),
            )
        )
    return tuple(sorted(rows, key=lambda row: (SEVERITIES.index(row.severity), order[row.code])))


_RATINGS = """SELECT s.id, s.source, s."by" FROM rating s WHERE s.source IN :values AND NOT EXISTS (
  SELECT 1 FROM rating later
  WHERE later.source = s.source AND later."by" = s."by" AND later.topic_key = s.topic_key
    AND (later.at > s.at OR (later.at = s.at AND later.id > s.id)))
ORDER BY s.at DESC, s.id"""


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


def report_documents(builder: ClaimBuilder, claims_of: dict[str, tuple[int, ...]]) -> tuple[ReportDocument, ...]:
    """The documents by their numbers. `claims_of`: document -> numbers of claims."""
    material = builder.material
    return tuple(
        report_document(
            builder.names,
            builder.edition,
            one,
            material.documents.get(one, {}),
            number=number,
            stored=material.digests.get(one, (None, 0)),
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
    claims: tuple[int, ...],
) -> ReportDocument:
    """The document of an id as a row. `stored`: the SHA-256 of its text, None without one, and its length."""
    digest, length = stored
    checks = edition.checks
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
        text_sha256=digest if checks else None,
        text_length=length if checks and digest else None,
        claims=claims,
    )


def _byline(names: SourceNames, line: dict[str, Any]) -> str:
    where = "; ".join(line[name] for name in ("dateline", "section") if line.get(name))
    return names.label(line["source"]) + (f" ({where})" if where else "")


def ledger_state(conn: Connection, as_of: str | None, *, change: int | None = None) -> LedgerState:
    """Which ledger this is, and its last change at `as_of` (a 27-character UTC instant; None: the present).

    `change` is the number of that change where it is known: others may have been made since.
    """
    name = fetch(conn, "SELECT value FROM meta WHERE name = 'ledger'")[0].value
    until = "" if as_of is None else "WHERE at <= :at"
    values: dict[str, Any] = {} if as_of is None else {"at": as_of}
    if change is not None:
        until, values = "WHERE seq = :seq", {"seq": change}
    rows = fetch(conn, f"SELECT seq, digest, at FROM change {until} ORDER BY seq DESC LIMIT 1", values)
    if not rows:
        return LedgerState(name, 0, None, None, as_of)
    return LedgerState(name, rows[0].seq, rows[0].digest, rows[0].at, as_of)
