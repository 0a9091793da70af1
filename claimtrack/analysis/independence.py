"""Independence: how many origins a claim rests on, and whether any two of them corroborate each other.

Ten articles from one wire story are one origin; two witnesses through one agency are two origins on one carrier. Why
two do not corroborate each other is given as a code and in words; no source is named but by id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter

from claimtrack.analysis.origins import CountedAssertion, standing
from claimtrack.analysis.paths import Path, SourceFacts

DEPENDENCE = {
    "one-body": "the origins belong to one body",
    "one-side": "the origins are all of one side",
    "shared-evidence": "the origins rest on the same evidence",
    "one-statement": "the origins said it together, in one statement",
    "one-carrier": "it all came through one carrier",
    "rated-e": "one of the origins is rated E (unreliable)",
    "not-first-hand": "none of the origins saw it, did it or holds the records",
    "untraced": "no source is recorded behind the outlets that state it",
    "no-origin": "nobody is named as the origin",
    "group": "a group that speaks for nobody may be the same people as another source",
}
"""Why origins that look like two are not, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """One way in which independence fails: a code of DEPENDENCE, its words, the sources it is about."""

    code: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The fewest carriers and outlets whose withdrawal takes an origin away, and what is left."""

    sources: tuple[str, ...]
    falls_to: int


@dataclass(frozen=True, slots=True)
class Support:
    """What stands behind one claim. Sources are ids after merges, sorted.

    `documents` and `outlets` are counts; `origins_low` to `origins_high` how many origins are
    traced: a group that speaks for nobody may be one of the others. `pair`: two origins that
    corroborate each other, None when no two do; `opposed`: they are of opposed sides. `sides` are
    names. `false_ways` says why other origins do not count, or do not count as two.
    """

    documents: int
    outlets: int
    origins_low: int
    origins_high: int
    paths: tuple[Path, ...]
    carriers: tuple[str, ...]
    cut: Cut | None
    first_hand: tuple[str, ...]
    untraced: tuple[str, ...]
    sides: tuple[str, ...]
    opposed: bool
    pair: tuple[str, str] | None
    false_ways: tuple[Dependence, ...]

    @property
    def origins(self) -> str:
        """The count in words: "no origin", "1 origin", "1-2 origins"."""
        if not self.origins_high:
            return "no origin"
        if self.origins_low == self.origins_high:
            return f"{self.origins_low} origin{'s' if self.origins_low > 1 else ''}"
        return f"{self.origins_low}-{self.origins_high} origins"


SHARED: dict[str, Callable[[Path], frozenset[str]]] = {
    "one-body": attrgetter("bodies"),
    "one-side": attrgetter("sides"),
    "shared-evidence": attrgetter("evidence"),
}
"""Code -> what two paths must not have in common."""


def between(x: Path, y: Path) -> tuple[str, ...]:
    """Why these two do not corroborate each other, as codes in the order of DEPENDENCE; empty: they do."""
    codes = [code for code, shared in SHARED.items() if shared(x) & shared(y)]
    if x.joint and x.joint == y.joint:
        codes.append("one-statement")
    through_x, through_y = x.nodes | {x.top_body}, y.nodes | {y.top_body}
    if x.carriers & through_y or y.carriers & through_x:
        codes.append("one-carrier")
    if x.rated_e or y.rated_e:
        codes.append("rated-e")
    if not (x.first_hand or y.first_hand):
        codes.append("not-first-hand")
    return tuple(codes)


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Two origins that agree, `opposed` or independent; or (`pair` None) why no two count."""

    pair: tuple[str, str] | None
    opposed: bool
    ways: tuple[str, ...] = ()


def corroboration(claim_paths: Sequence[Path]) -> Corroboration:
    """Whether any two origins of a claim corroborate it. Opposed sides that agree come first."""
    traced = list({_signature(path): path for path in claim_paths if path.traced}.values())
    for x, y in combinations([path for path in traced if path.sides], 2):
        if x.top_body != y.top_body and not (x.sides & y.sides):
            return Corroboration(_pair(x, y), opposed=True)
    strong = [path for path in traced if not path.weak]
    if len({path.top_body for path in strong}) < 2:
        return Corroboration(None, opposed=False)
    if codes := _all_share(strong):
        return Corroboration(None, opposed=False, ways=codes)
    best: tuple[str, ...] | None = None
    for x, y in combinations(strong, 2):
        if x.top_body == y.top_body:
            continue
        codes = between(x, y)
        if not codes:
            return Corroboration(_pair(x, y), opposed=False)
        if best is None or len(codes) < len(best):
            best = codes
    return Corroboration(None, opposed=False, ways=best or ())


_signature: Callable[[Path], tuple[object, ...]] = attrgetter(
    *("top_body", "bodies", "carriers", "publisher", "sides", "evidence", "first_hand", "weak", "rated_e", "joint")
)
"""What corroboration looks at: of paths that are alike in it one is enough."""


def _all_share(claim_paths: Sequence[Path]) -> tuple[str, ...]:
    """What every one of them has in common: told without looking at every pair."""
    codes = [code for code, shared in SHARED.items() if frozenset.intersection(*map(shared, claim_paths))]
    if len({path.joint for path in claim_paths}) == 1 and claim_paths[0].joint:
        codes.append("one-statement")
    if frozenset.intersection(*(path.carriers for path in claim_paths)):
        codes.append("one-carrier")
    if not any(path.first_hand for path in claim_paths):
        codes.append("not-first-hand")
    return tuple(codes)


def _pair(x: Path, y: Path) -> tuple[str, str]:
    return (x.origin, y.origin) if x.origin <= y.origin else (y.origin, x.origin)


def count(claim_paths: Iterable[Path]) -> tuple[int, int]:
    """How many traced origins these paths come from: by the weaker and by the stronger reading.

    By the weaker, those who only ever said it together are one.
    """
    strong, every = _strong_and_all(claim_paths)
    return max(strong, min(every, 1)), every


def _strong_and_all(claim_paths: Iterable[Path]) -> tuple[int, int]:
    """Of the traced origins of these paths: those that are no mere groups, and all of them."""
    traced = [path for path in claim_paths if path.traced]
    top_bodies = {path.top_body: path.weak for path in traced}
    alone = {path.top_body for path in traced if not path.joint}
    together = {path.top_body: path.joint for path in traced if path.joint and path.top_body not in alone}
    strong = {together.get(top_body) or top_body for top_body, weak in top_bodies.items() if not weak}
    return len(strong), len(top_bodies)


class _Routes:
    """The traced paths of a claim by the carriers and outlets they go through: bodies of the same routes together."""

    def __init__(self, traced: Iterable[Path]) -> None:
        by_body: dict[str, list[Path]] = defaultdict(list)
        for path in traced:
            by_body[path.top_body].append(path)
        self._alike: Counter[tuple[frozenset[frozenset[str]], bool]] = Counter()
        self._others: list[tuple[frozenset[str], Path]] = []
        for some in by_body.values():
            if len({path.weak for path in some}) == 1 and not any(path.joint for path in some):
                self._alike[frozenset(path.nodes for path in some), some[0].weak] += 1
            else:
                self._others += [(path.nodes, path) for path in some]

    def count_without(self, gone: Collection[str]) -> int:
        """How many origins are left, by the weaker reading, when these carriers and outlets withdraw."""
        strong, every = _strong_and_all(path for nodes, path in self._others if nodes.isdisjoint(gone))
        for (routes, weak), number in self._alike.items():
            if any(nodes.isdisjoint(gone) for nodes in routes):
                every += number
                strong += 0 if weak else number
        return max(strong, min(every, 1))


def cut(claim_paths: Sequence[Path]) -> Cut | None:
    """The smallest cut of at most three carriers and outlets; None when no three suffice."""
    traced = [path for path in claim_paths if path.traced]
    routes = _Routes(traced)
    now = routes.count_without(())
    nodes = sorted({node for path in traced for node in path.nodes})[:40]
    for size in (1, 2, 3):
        best: Cut | None = None
        for gone in combinations(nodes if size < 3 else nodes[:20], size):
            left = routes.count_without(gone)
            if left < now and (best is None or left < best.falls_to):
                best = Cut(gone, left)
        if best is not None:
            return best
    return None


def support(assertions: Sequence[CountedAssertion], claim_paths: Sequence[Path], facts: SourceFacts) -> Support:
    """What stands behind a claim: its standing assertions, and the paths of all its assertions."""
    affirming = [assertion for assertion in standing(assertions) if assertion.affirms]
    kept = {assertion.id for assertion in affirming}
    ours = tuple(path for path in claim_paths if path.assertion in kept)
    low, high = count(ours)
    agreement = corroboration(ours)
    names = facts.side_names()
    dependences = [
        Dependence(code, DEPENDENCE[code], tuple(sorted({path.origin for path in ours if path.traced})))
        for code in agreement.ways
    ]
    untraced = tuple(sorted({path.origin for path in ours if not path.traced}))
    if untraced:
        dependences.append(Dependence("untraced", DEPENDENCE["untraced"], untraced))
    if any(assertion.canonical is None for assertion in affirming):
        dependences.append(Dependence("no-origin", DEPENDENCE["no-origin"], ()))
    weak = tuple(sorted({path.origin for path in ours if path.weak}))
    if weak and low < high:
        dependences.append(Dependence("group", DEPENDENCE["group"], weak))
    return Support(
        documents=len({assertion.document for assertion in affirming if assertion.document}),
        outlets=len(
            {path.publisher for path in ours if path.publisher}
            | {facts.top_bodies.get(v.publisher, v.publisher) for v in affirming if v.publisher}
        ),
        origins_low=low,
        origins_high=high,
        paths=ours,
        carriers=tuple(sorted({hop for path in ours for hop in path.hops})),
        cut=cut(ours),
        first_hand=tuple(sorted({path.origin for path in ours if path.first_hand})),
        untraced=untraced,
        sides=tuple(sorted({names[key] for path in ours for key in path.sides})),
        opposed=agreement.opposed,
        pair=agreement.pair,
        false_ways=tuple(dependences),
    )
