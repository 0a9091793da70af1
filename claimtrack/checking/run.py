"""Holding a draft against the ledger: every kind of finding, in the order of the draft."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from claimtrack.checking.changed_claims import RestrictedWords
from claimtrack.checking.claim_matching import Matcher
from claimtrack.checking.draft import Draft
from claimtrack.checking.quotation_matching import TextIndex
from claimtrack.checking.rule import Case, DraftFinding, DraftRule, located
from claimtrack.checking.rules import DRAFT_RULES
from claimtrack.checking.speakers import SpeakerIndex
from claimtrack.errors import BadInput
from claimtrack.queries.check_data import CheckData
from claimtrack.reading.input import FileKind, file_kind, to_plain_text
from claimtrack.reading.reader import read
from claimtrack.rules.rule import SEVERITIES


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[DraftRule, ...]:
    """The kinds of these codes (none: all), without those ignored. Raises BadInput for no code."""
    codes = {kind.code for kind in DRAFT_RULES}
    wanted, unwanted = tuple(select), frozenset(ignore)
    for code in (*wanted, *sorted(unwanted)):
        if code not in codes:
            near = get_close_matches(code, sorted(codes), 1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise BadInput(f"there is no kind of finding {code!r}", f"{hint}'claimtrack rule' lists them.")
    return tuple(kind for kind in DRAFT_RULES if (not wanted or kind.code in wanted) and kind.code not in unwanted)


class Checker:
    """Holds drafts against one ledger's holdings, which are made ready once."""

    def __init__(self, holdings: CheckData) -> None:
        self.holdings = holdings
        self.cast = SpeakerIndex(holdings.sources)
        self.matcher = Matcher(holdings.claims)
        self.closed = RestrictedWords(holdings)
        stored = {one.id for one in holdings.texts}
        quotes = (
            (saying.document or saying.id, holding.text, saying.quote, not saying.restricted)
            for holding in holdings.claims
            for saying in holding.assertions
            if saying.quote and saying.document not in stored
        )
        texts = ((one.id, one.title, one.text, not one.restricted) for one in holdings.texts)
        self.index = TextIndex([*texts, *quotes], self.closed)

    def case(self, name: str, data: str, kind: FileKind | None = None) -> Case:
        """A draft read and matched. `name` is its file's; `kind` is guessed from both when None."""
        seen = to_plain_text(data, kind or file_kind(name, data))
        draft = Draft(name, seen, read(seen.text), self.cast)
        repeats = tuple(self.matcher.repeats(draft))
        return Case(draft, self.holdings, self.cast, repeats, self.index, self.closed)

    def check(
        self, case: Case, kinds: Iterable[DraftRule] = DRAFT_RULES, *, restricted: bool = False
    ) -> list[DraftFinding]:
        """The findings on a draft, in its order. `restricted`: also say what restricted records hold."""
        found = _once([located(case, kind, one, restricted) for kind in kinds for one in kind.find(case)])
        order = {kind.code: place for place, kind in enumerate(DRAFT_RULES)}
        return sorted(
            found,
            key=lambda f: (f.line, f.column, SEVERITIES.index(f.severity), order[f.code], f.fact),
        )


SAME_MISTAKE = ("attribution-changed", "ground-moved")
"""Kinds of which one is enough on the same words."""


def _once(found: Iterable[DraftFinding]) -> list[DraftFinding]:
    """One finding on a place of one kind, the graver first, then the one on more of the words."""
    kept: list[DraftFinding] = []
    last: dict[tuple[str, int], list[DraftFinding]] = {}
    for one in sorted(
        found, key=lambda f: (SEVERITIES.index(f.severity), f.code, -len(f.passage), f.line, f.column, f.fact)
    ):
        kind = SAME_MISTAKE[0] if one.code in SAME_MISTAKE and one.severity == SEVERITIES[0] else one.code
        near = [other for line in range(one.line, one.end_line + 1) for other in last.get((kind, line), ())]
        if any(_overlap(one, other) for other in near):
            continue
        kept.append(one)
        for line in range(one.line, one.end_line + 1):
            last.setdefault((kind, line), []).append(one)
    return kept


def _rank(one: DraftFinding) -> tuple[int, str, int, int, int, str]:
    return SEVERITIES.index(one.severity), one.code, -len(one.passage), one.line, one.column, one.fact


def _overlap(one: DraftFinding, other: DraftFinding) -> bool:
    begins, ends = max((one.line, one.column), (other.line, other.column)), min(_end(one), _end(other))
    return begins < ends or (one.line, one.column, one.fact) == (other.line, other.column, other.fact)


def _end(one: DraftFinding) -> tuple[int, int]:
    return one.end_line, one.end_column
