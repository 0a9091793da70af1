"""The list of claims: which there are, how each stands and who said it, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from claimtrack.analysis.scope import fetch, merged_with, portions
from claimtrack.analysis.status import Status, statuses
from claimtrack.domain.text import key
from claimtrack.flags.run import Flag, run
from claimtrack.ledger.envelope import now_text
from claimtrack.ledger.ledger import Ledger
from claimtrack.ledger.restricted import OPEN, Restricted, find_restricted
from claimtrack.queries.names import Names
from claimtrack.queries.standing import judge

PAGE = 1_000
"""Claims looked at in one read transaction."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims: those that fit every field given. Ids where not said; () and None mean any.

    `tag` is a name, `flags` are codes of rules. A source fits whatever part it has: it, who speaks for it, or an outlet
    of its document said it, passed it on or published it.
    """

    story: str | None = None
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    source: str | None = None
    question: str | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim of a list. `said_by` names its origins; `question` and `story` are ids, `answer` is as written.

    `by` names those the status rests on; `assertions` and `documents` count.
    """

    id: str
    text: str
    kind: str
    status: str
    reason: str
    by: tuple[str, ...]
    said_by: tuple[str, ...]
    answer: str | None
    question: str | None
    story: str | None
    allegation: bool
    assertions: int
    documents: int


@dataclass(slots=True)
class ClaimList:
    """The claims that fit, by wording and id; to be iterated once. `left_out` is complete when the iteration is.

    Pages are read in short transactions, all as one change left the ledger. With `restricted` False, claims known only
    from what is off the record or embargoed are left out and counted, and such assertions do not tell.
    """

    ledger: Ledger
    wanted: Wanted
    restricted: bool = False
    left_out: int = 0
    _hidden: Restricted = field(default_factory=lambda: Restricted({}))
    _flagged: frozenset[str] | None = None
    _conditions: list[str] = field(default_factory=list)
    _values: dict[str, Any] = field(default_factory=dict)

    def __iter__(self) -> Iterator[ClaimLine]:
        change = self.ledger.last_change()
        with self.ledger.reading(change=change) as connection:
            self._prepare(connection)
        after = ("", "")
        while True:
            with self.ledger.reading(change=change) as connection:
                rows = fetch(connection, self._sql(), {**self._values, "key": after[0], "id": after[1]})
                lines = self._lines(connection, rows)
            yield from lines
            if len(rows) < PAGE:
                return
            after = (rows[-1].order_key, rows[-1].id)

    def _prepare(self, connection: Connection) -> None:
        wanted = self.wanted
        if not self.restricted:
            self._hidden = find_restricted(connection, self.ledger.now())
        if wanted.flags:
            found = run(connection, story=wanted.story, select=wanted.flags)
            self._flagged = frozenset(_claims_of(connection, found))
        if wanted.story is not None:
            self._where("c.story IN :stories", stories=merged_with(connection, "story", wanted.story))
        if wanted.kinds:
            self._where("c.kind IN :kinds", kinds=wanted.kinds)
        if wanted.question is not None:
            self._where("c.question IN :questions", questions=merged_with(connection, "question", wanted.question))
        if wanted.tag is not None:
            self._where("EXISTS (SELECT 1 FROM tag t WHERE t.target = c.id AND t.key = :tag)", tag=key(wanted.tag))
        if wanted.source is not None:
            voice = "1 = 1" if self.restricted else OPEN
            same, speaking = _kin(connection, wanted.source)
            part = _FROM_SOURCE.format(open=voice)
            self._where(part, same=same, speaking=speaking, **({} if self.restricted else {"now": self._now()}))

    def _now(self) -> str:
        return now_text(self.ledger.now())

    def _where(self, condition: str, **values: Any) -> None:
        self._conditions.append(condition)
        self._values.update(values)

    def _sql(self) -> str:
        more = "".join(f" AND {condition}" for condition in self._conditions)
        return (
            "SELECT c.id, c.text, c.kind, c.story, c.question, c.answer, c.allegation, r.order_key"
            " FROM claim c JOIN record r ON r.id = c.id"
            f" WHERE (r.order_key, c.id) > (:key, :id){more} ORDER BY r.order_key, c.id LIMIT {PAGE}"
        )

    def _lines(self, connection: Connection, rows: Sequence[Any]) -> list[ClaimLine]:
        fits = [row for row in rows if self._flagged is None or row.id in self._flagged]
        shown = [row for row in fits if not self._hidden.holds("claim", row.id)]
        judged = self._judged(connection, [row.id for row in shown])
        kept = [row for row in shown if not self.wanted.statuses or judged[row.id].name in self.wanted.statuses]
        self.left_out += len(fits) - len(shown)
        said = _said(connection, [row.id for row in kept], self._hidden.by_type.get("assertion", frozenset()))
        sources = {source for voices in said.values() for _, source, _ in voices if source}
        sources |= {source for row in kept for source in judged[row.id].by}
        names = Names(connection, sources, confidential=True)
        return [_line(row, judged[row.id], said.get(row.id, []), names) for row in kept]

    def _judged(self, connection: Connection, claims: list[str]) -> dict[str, Status]:
        hidden = self._hidden.by_type.get("assertion", frozenset())
        touched = _touched(connection, claims, hidden) if hidden else []
        return {
            **statuses(connection, claims=claims),
            **(judge(connection, touched, hidden).statuses if touched else {}),
        }


_FROM_SOURCE = """EXISTS (
  SELECT 1 FROM assertion a WHERE a.claim = c.id AND {open} AND (
    EXISTS (SELECT 1 FROM hop h WHERE h.assertion = a.id AND h.source IN :speaking)
    OR EXISTS (SELECT 1 FROM document d WHERE d.id = a.document AND d.publisher IN :same)))"""


def _kin(connection: Connection, source: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources read as this one after merges, and these with all who speak for it at some time."""
    rows = fetch(connection, "SELECT face FROM source_root WHERE source = :id ORDER BY face LIMIT 1", {"id": source})
    face = rows[0].face if rows else source
    rows = fetch(
        connection,
        "SELECT DISTINCT source, face FROM source_root WHERE face = :face OR root = :face ORDER BY source, face",
        {"face": face},
    )
    same = {source, face, *(row.source for row in rows if row.face == face)}
    return tuple(sorted(same)), tuple(sorted(same | {row.source for row in rows}))


def _said(
    connection: Connection, claims: list[str], hidden: frozenset[str]
) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """Claim -> naming, origin and document of each of its assertions."""
    found: dict[str, list[tuple[str, str | None, str | None]]] = defaultdict(list)
    sql = "SELECT id, claim, naming, origin, document FROM assertion WHERE claim IN :ids ORDER BY claim, id"
    for portion in portions(claims):
        for row in fetch(connection, sql, {"ids": portion}):
            if row.id not in hidden:
                found[row.claim].append((row.naming, row.origin, row.document))
    return found


def _touched(connection: Connection, claims: list[str], hidden: frozenset[str]) -> list[str]:
    """The claims that have a hidden assertion."""
    sql = "SELECT id, claim FROM assertion WHERE claim IN :ids ORDER BY claim, id"
    rows = [row for portion in portions(claims) for row in fetch(connection, sql, {"ids": portion})]
    return list(dict.fromkeys(row.claim for row in rows if row.id in hidden))


def _line(row: Any, status: Status, said: list[tuple[str, str | None, str | None]], names: Names) -> ClaimLine:
    named = dict.fromkeys(names.label(source) for _, source, _ in said if source is not None)
    nobody = dict.fromkeys(f"nobody named ({naming})" for naming, source, _ in said if source is None)
    return ClaimLine(
        id=row.id,
        text=row.text,
        kind=row.kind,
        status=status.name,
        reason=status.reason_text,
        by=tuple(sorted({names.label(source) for source in status.by})),
        said_by=(*named, *nobody),
        answer=row.answer,
        question=row.question,
        story=row.story,
        allegation=bool(row.allegation),
        assertions=len(said),
        documents=len({document for _, _, document in said if document is not None}),
    )


def _claims_of(connection: Connection, flags: list[Flag]) -> Iterator[str]:
    """The claims that flags are on, or on whose assertions or questions they are."""
    records = {record for flag in flags for record in (flag.record, *flag.related)}
    yield from records
    sqls = (
        "SELECT claim AS id FROM assertion WHERE id IN :ids ORDER BY claim",
        "SELECT id FROM claim WHERE question IN :ids ORDER BY id",
    )
    own = sorted({flag.record for flag in flags})
    for sql in sqls:
        for portion in portions(own):
            yield from (row.id for row in fetch(connection, sql, {"ids": portion}))
