"""What is worked out in one pass is what its plain definition, every part against every other, comes to."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.analysis.independence import Cut, count, cut
from claimtrack.analysis.origins import CountedAssertion, before, standing
from claimtrack.analysis.paths import Path
from tests.analysis.test_contest import PLAIN
from tests.support.effort import examples

DAYS = st.sampled_from((None, "2022-01-01", "2022-01-02", "2022-01-03"))
BODIES = st.sampled_from((None, "Police", "Monitors"))
STANCES = st.sampled_from(("asserts", "denies", "doubts", "withdraws", "corrects"))
ASSERTIONS = st.lists(st.tuples(STANCES, BODIES, DAYS, DAYS), max_size=8).map(
    lambda rows: [
        PLAIN._replace(
            id=str(n), stance=stance, top_body=body, published_lo=lo, published_hi=hi, publication_days=(lo, hi)
        )
        for n, (stance, body, lo, hi) in enumerate(rows)
    ]
)


def plainly_standing(others: Sequence[CountedAssertion]) -> list[CountedAssertion]:
    """The definition: neither withdrawn at that time or since by its body, nor a denial that it reversed later."""
    kept = []
    for one in others:
        same = [other for other in others if one.top_body is not None and other.top_body == one.top_body]
        if not (one.affirms or one.denies):
            continue
        if any(other.stance == "withdraws" and not before(other.date_hi, one.date_lo) for other in same):
            continue
        if one.denies and any(other.affirms and before(one.date_hi, other.date_lo) for other in same):
            continue
        kept.append(one)
    return kept


@settings(max_examples=examples(400))
@given(ASSERTIONS)
def test_what_stands_is_what_nobody_took_back(assertions: list[CountedAssertion]) -> None:
    """Looking at what each body said last gives what looking at every two assertions does."""
    assert standing(assertions) == plainly_standing(assertions)


PATHS = st.lists(
    st.builds(
        Path,
        assertion=st.just("a"),
        origin=st.just("o"),
        top_body=st.sampled_from("ABCDE"),
        hops=st.just(()),
        publisher=st.sampled_from((None, "x", "y")),
        carriers=st.frozensets(st.sampled_from("uvw"), max_size=2),
        bodies=st.just(frozenset[str]()),
        sides=st.just(frozenset[str]()),
        evidence=st.just(frozenset[str]()),
        traced=st.sampled_from((True, True, True, False)),
        first_hand=st.just(True),
        weak=st.booleans(),
        rated_e=st.just(False),
        joint=st.sampled_from((None, None, "together")),
    ),
    max_size=9,
)


def plain_cut(claim_paths: Sequence[Path]) -> Cut | None:
    """The definition: what is counted without each set of carriers, the smallest sets first."""
    now = count(claim_paths)[0]
    nodes = sorted({node for path in claim_paths if path.traced for node in path.nodes})
    for size in (1, 2, 3):
        cuts = [
            Cut(gone, left)
            for gone in combinations(nodes, size)
            if (left := count(path for path in claim_paths if path.nodes.isdisjoint(gone))[0]) < now
        ]
        if cuts:
            return min(cuts, key=lambda one: one.falls_to)
    return None


@settings(max_examples=examples(400))
@given(PATHS)
def test_the_smallest_cut_is_the_smallest(claim_paths: list[Path]) -> None:
    """Counting bodies of the same routes together gives what counting every path does."""
    assert cut(claim_paths) == plain_cut(claim_paths)
