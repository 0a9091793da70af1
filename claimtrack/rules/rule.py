"""What a rule is: a code, a severity, a manual and a way to find; and what it finds.

A rule is a file whose docstring is its manual: those of `rules.ledger` flag records, those of `checking.rules`
passages of a draft. A rule reads and never writes.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Generic, ParamSpec, TypeVar

from sqlalchemy import Connection, Row

from claimtrack.analysis.scope import ClaimScope, composed, fetch
from claimtrack.errors import BadInput

SECTIONS = ("What it flags", "Why it matters", "Example", "What to do")
"""The parts of every manual, in order, each beginning a paragraph and followed by a colon."""

Subject = ParamSpec("Subject")
"""What a rule looks at: a connection and a scope of claims, or a draft."""
FindingType = TypeVar("FindingType", bound="Finding")
RuleType = TypeVar("RuleType", bound="Rule[..., Any]")
ResultRow = Row[Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, stated in two sentences: a `fact` and a `next_step`. Flags and draft findings are findings.

    `code` is the rule's, `severity` one of `vocabulary.SEVERITIES`. A rule may leave both empty: they become its own.
    """

    code: str = field(default="", kw_only=True)
    severity: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Flag(Finding):
    """A finding on a record of the ledger: `record` is its id, `type` its type, `related` are ids of others.

    `group` is the same for flags of one kind. `allowed` is why somebody let it pass, None when nobody did.
    """

    record: str
    type: str
    fact: str
    next_step: str
    group: str
    related: tuple[str, ...] = ()
    allowed: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class DraftFinding(Finding):
    """A finding on a passage of a draft.

    Lines and columns are of the file, from 1, in code points; an end is behind the last. `passage` are the words it is
    about (cut where they are many). `claim` and `claim_text` are the claim it is about: None where it is about none,
    or where that may not be shown. `related` are ids of other records. `suggestion` is a correction that could be
    printed, None where there is none.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    passage: str
    fact: str
    next_step: str
    claim: str | None = None
    claim_text: str | None = None
    related: tuple[str, ...] = ()
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject, FindingType]):
    """One rule: its code (the file's name with hyphens), severity, manual, and how it finds.

    `cached`: each of its findings is about one claim, or one question with all that answers it, and follows from these
    and from what `analysis.affected` finds; such findings are kept until that changes, or any record of a type in
    `anew_on`. The findings of any other rule are worked out each time, and it starts from the few records it may flag.
    `told_by`: the group of a finding -> the rule whose finding on the same record says as much, and stands for it where
    it is no less serious.
    """

    code: str
    severity: str
    manual: str
    find: Callable[Subject, Iterable[FindingType]]
    cached: bool = False
    anew_on: frozenset[str] = frozenset()
    told_by: Mapping[str, str] = field(default_factory=dict)

    def findings(self, *args: Subject.args, **kwargs: Subject.kwargs) -> Iterator[FindingType]:
        """What the rule finds, with its code, and with its severity where a finding has none of its own."""
        for finding in self.find(*args, **kwargs):
            # Completed, not copied: nobody else has it yet, and a copy takes as long as the finding itself.
            object.__setattr__(finding, "code", self.code)
            if not finding.severity:
                object.__setattr__(finding, "severity", self.severity)
            yield finding

    @property
    def title(self) -> str:
        """The manual's first line without its full stop: the smell, in a few words."""
        return self.manual.partition("\n")[0].rstrip(".")

    @property
    def sections(self) -> dict[str, str]:
        """The manual's parts by name, each a text without its heading; those missing are left out."""
        paragraphs = (paragraph.partition(":") for paragraph in self.manual.split("\n\n")[1:])
        return {name: " ".join(text.split()) for name, colon, text in paragraphs if colon and name in SECTIONS}


LedgerRule = Rule[[Connection, ClaimScope], Flag]
AnyRule = Rule[..., Any]


def rule(
    module: str,
    doc: str | None,
    severity: str,
    find: Callable[Subject, Iterable[FindingType]],
    *,
    cached: bool = False,
    anew_on: Iterable[str] = (),
    told_by: Mapping[str, str] | None = None,
) -> Rule[Subject, FindingType]:
    """The rule of a module: `rule(__name__, __doc__, "warning", ...)`."""
    code, manual = module.rpartition(".")[2].replace("_", "-"), inspect.cleandoc(doc or "")
    return Rule(code, severity, manual, find, cached, frozenset(anew_on), told_by or {})


def choose(
    rules: Sequence[RuleType], select: Iterable[str] = (), ignore: Iterable[str] = (), *, noun: str = "rule"
) -> tuple[RuleType, ...]:
    """The rules of these codes (none: all), without those ignored. Raises BadInput for a code that none has."""
    codes = {rule.code for rule in rules}
    wanted, unwanted = tuple(select), frozenset(ignore)
    for code in (*wanted, *sorted(unwanted)):
        if code not in codes:
            near = get_close_matches(code, sorted(codes), 1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise BadInput(f"there is no {noun} {code!r}", f"{hint}'claimtrack rule' lists them.")
    return tuple(rule for rule in rules if (not wanted or rule.code in wanted) and rule.code not in unwanted)


def selecting(
    select: str,
    to_flag: Callable[[ResultRow], Flag],
    ctes: Callable[[ClaimScope], tuple[str, ...]] = lambda scope: (scope.cte(),),
) -> Callable[[Connection, ClaimScope], Iterator[Flag]]:
    """How a rule finds that is one SELECT, each of its rows one flag."""

    def find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
        return map(to_flag, fetch(conn, composed(ctes(scope), select), scope.params))

    return find


CONCERNED = """concerned AS (
  SELECT claim AS record FROM scope
  UNION SELECT question FROM scope WHERE question IS NOT NULL
  UNION SELECT story FROM scope WHERE story IS NOT NULL
  UNION SELECT a.id FROM scope JOIN assertion a ON a.claim = scope.claim
  UNION SELECT a.document FROM scope JOIN assertion a ON a.claim = scope.claim
        WHERE a.document IS NOT NULL
  UNION SELECT h.source FROM scope JOIN assertion a ON a.claim = scope.claim
        JOIN hop h ON h.assertion = a.id AND h.claim = a.claim WHERE h.source IS NOT NULL
  UNION SELECT n.canonical FROM scope JOIN assertion a ON a.claim = scope.claim
        JOIN hop h ON h.assertion = a.id AND h.claim = a.claim JOIN canonical_source n ON n.source = h.source
  UNION SELECT n.top_body FROM scope JOIN assertion a ON a.claim = scope.claim
        JOIN hop h ON h.assertion = a.id AND h.claim = a.claim JOIN canonical_source n ON n.source = h.source
  UNION SELECT b.source FROM scope JOIN claim_about b ON b.claim = scope.claim
  {more}
)"""
"""`concerned(record)`: the records that the claims of a scope have to do with."""


def concerned_ctes(scope: ClaimScope) -> tuple[str, str]:
    """`scope` and `concerned`, for a scope that is not the whole ledger; in a story its void records too."""
    more = "" if scope.stories is None else "UNION SELECT id FROM record WHERE story IN :scope_story"
    return scope.cte(), CONCERNED.format(more=more)


def selecting_concerned(
    columns: str, table: str, column: str, where: str, to_flag: Callable[[ResultRow], Flag]
) -> Callable[[Connection, ClaimScope], Iterator[Flag]]:
    """How a rule finds that selects the rows of a table `t` whose `column` is a record concerned, each one flag.

    The first of `columns` is the record's id. In the whole ledger every record is concerned.
    """

    def find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
        if scope.whole:
            sql = f"SELECT {columns} FROM {table} t WHERE {where}"
        else:
            rows = f"concerned x CROSS JOIN {table} t WHERE t.{column} = x.record AND {where}"
            sql = composed(concerned_ctes(scope), f"SELECT {columns} FROM {rows}")
        # Asked for an order, SQLite would go through all records in it, not those of the index that holds the few.
        return map(to_flag, sorted(fetch(conn, sql, scope.params), key=lambda row: str(row[0])))

    return find
