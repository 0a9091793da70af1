"""A rule: a smell in the ledger, found by a SELECT and told as a fact and a next step.

Each rule is a file of `rules/`; its docstring is its manual. A rule reads and never writes.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from claimtrack.analysis.scope import ClaimScope, composed, fetch

SEVERITIES = ("error", "warning", "notice")
"""What a flag weighs, the gravest first."""

SECTIONS = ("What it flags", "Why it matters", "Example", "What to do")
"""The parts of every manual, in order, each beginning a paragraph and followed by a colon."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found on one record (`record` is its id, `type` its type).

    `fact` is a sentence, `next_step` another; `group` is what findings of one kind are gathered
    under. `related` are ids of other records it is about. `severity` overrides the rule's.
    """

    record: str
    type: str
    fact: str
    next_step: str
    group: str
    related: tuple[str, ...] = ()
    severity: str | None = None


Find = Callable[[Connection, ClaimScope], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code (the file's name with hyphens), severity, manual, and how it finds."""

    code: str
    severity: str
    manual: str
    find: Find

    @property
    def title(self) -> str:
        """The manual's first line: the smell, in a few words."""
        return title_of(self.manual)

    @property
    def sections(self) -> dict[str, str]:
        """The manual's parts by name, each a text without its heading; those missing are left out."""
        return sections_of(self.manual)


def title_of(manual: str) -> str:
    """The first line of a manual, without its full stop."""
    return manual.partition("\n")[0].rstrip(".")


def sections_of(manual: str) -> dict[str, str]:
    """The parts of a manual by name, each a text without its heading; those missing are left out."""
    found: dict[str, str] = {}
    for paragraph in manual.split("\n\n")[1:]:
        name, colon, rest = paragraph.partition(":")
        if colon and name in SECTIONS:
            found[name] = " ".join(rest.split())
    return found


def rule(module: str, doc: str | None, severity: str, find: Find) -> Rule:
    """The rule of a module: `rule(__name__, __doc__, "warning", ...)`."""
    return Rule(module.rpartition(".")[2].replace("_", "-"), severity, inspect.cleandoc(doc or ""), find)


def selecting(
    select: str | Callable[[ClaimScope], str],
    tell: Callable[[Row[Any]], Finding],
    ctes: Callable[[ClaimScope], tuple[str, ...]] = lambda scope: (scope.cte(),),
) -> Find:
    """How a rule finds that is one SELECT, each of its rows one finding."""

    def find(conn: Connection, scope: ClaimScope) -> Iterator[Finding]:
        sql = select if isinstance(select, str) else select(scope)
        for row in fetch(conn, composed(ctes(scope), sql), scope.params):
            yield tell(row)

    return find


CONCERNED = """concerned AS (
  SELECT claim AS record FROM scope
  UNION SELECT question FROM scope WHERE question IS NOT NULL
  UNION SELECT story FROM scope WHERE story IS NOT NULL
  UNION SELECT a.id FROM scope JOIN assertion a ON a.claim = scope.claim
  UNION SELECT a.document FROM scope JOIN assertion a ON a.claim = scope.claim
        WHERE a.document IS NOT NULL
  UNION SELECT h.source FROM scope JOIN assertion a ON a.claim = scope.claim
        JOIN hop h ON h.assertion = a.id WHERE h.source IS NOT NULL
  UNION SELECT n.canonical FROM scope JOIN assertion a ON a.claim = scope.claim
        JOIN hop h ON h.assertion = a.id JOIN canonical_source n ON n.source = h.source
  UNION SELECT n.top_body FROM scope JOIN assertion a ON a.claim = scope.claim
        JOIN hop h ON h.assertion = a.id JOIN canonical_source n ON n.source = h.source
  UNION SELECT b.source FROM scope JOIN claim_about b ON b.claim = scope.claim
  {more}
)"""
"""`concerned(record)`: the records that the claims of a scope have to do with."""


def concerned_ctes(scope: ClaimScope) -> tuple[str, ...]:
    """What `concerned` needs; for the whole ledger, the scope alone. Of a story, void records too."""
    if scope.whole:
        return (scope.cte(),)
    more = "" if scope.stories is None else "UNION SELECT id FROM record WHERE story IN :scope_story"
    return (scope.cte(), CONCERNED.format(more=more))


def concerning(scope: ClaimScope, table: str, column: str) -> str:
    """FROM and WHERE, to be gone on from with AND: the rows of `table t` that concern the scope."""
    if scope.whole:
        return f"FROM {table} t WHERE 1 = 1"
    return f"FROM concerned x CROSS JOIN {table} t WHERE t.{column} = x.record"
