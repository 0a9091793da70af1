"""Holding a draft against the ledger: every kind of finding, in the order of the draft."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from claimtrack.checking.cast import Cast
from claimtrack.checking.closed import Closed
from claimtrack.checking.draft import Draft
from claimtrack.checking.finding import Finding, located
from claimtrack.checking.kind import Case, Kind
from claimtrack.checking.kinds import KINDS
from claimtrack.checking.repeats import Matcher
from claimtrack.checking.stored import Index
from claimtrack.errors import BadInput
from claimtrack.flags.rule import SEVERITIES
from claimtrack.queries.holdings import Holdings
from claimtrack.reading.plain import Kind as FileKind
from claimtrack.reading.plain import kind_of, plain
from claimtrack.reading.reader import read


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Kind, ...]:
    """The kinds of these codes (none: all), without those ignored. Raises BadInput for no code."""
    codes = {kind.code for kind in KINDS}
    wanted, unwanted = tuple(select), frozenset(ignore)
    for code in (*wanted, *sorted(unwanted)):
        if code not in codes:
            near = get_close_matches(code, sorted(codes), 1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise BadInput(f"there is no kind of finding {code!r}", f"{hint}'claimtrack rule' lists them.")
    return tuple(kind for kind in KINDS if (not wanted or kind.code in wanted) and kind.code not in unwanted)


class Checker:
    """Holds drafts against one ledger's holdings, which are made ready once."""

    def __init__(self, holdings: Holdings) -> None:
        self.holdings = holdings
        self.cast = Cast(holdings.tellers)
        self.matcher = Matcher(holdings.claims)
        self.closed = Closed(holdings)
        stored = {one.id for one in holdings.texts}
        quotes = (
            (saying.document or saying.id, holding.text, saying.quote, not saying.restricted)
            for holding in holdings.claims
            for saying in holding.sayings
            if saying.quote and saying.document not in stored
        )
        texts = ((one.id, one.title, one.text, not one.restricted) for one in holdings.texts)
        self.index = Index([*texts, *quotes], self.closed)

    def case(self, name: str, data: str, kind: FileKind | None = None) -> Case:
        """A draft read and matched. `name` is its file's; `kind` is guessed from both when None."""
        seen = plain(data, kind or kind_of(name, data))
        draft = Draft(name, seen, read(seen.text), self.cast)
        repeats = tuple(self.matcher.repeats(draft))
        return Case(draft, self.holdings, self.cast, repeats, self.index, self.closed)

    def check(self, case: Case, kinds: Iterable[Kind] = KINDS, *, restricted: bool = False) -> list[Finding]:
        """The findings on a draft, in its order. `restricted`: also say what restricted records hold."""
        found = {
            (finding.line, finding.column, finding.code, finding.fact): finding
            for kind in kinds
            for finding in (located(case, kind, one, restricted) for one in kind.find(case))
        }
        order = {kind.code: place for place, kind in enumerate(KINDS)}
        return sorted(
            found.values(),
            key=lambda f: (f.line, f.column, SEVERITIES.index(f.severity), order[f.code], f.fact),
        )
