"""What a set of versions comes to: independent of order and repetition, and what each kind of version does."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.ledger.entries.versions import Settled, Version, settle

FIELDS = ("name", "role", "aliases")


def version(
    number: int,
    op: str,
    prev: list[Version],
    given_fields: dict[str, Any],
    clock: int,
    body: dict[str, Any] | None = None,
) -> Version:
    """A version on top of `prev`, with the body that its writer saw and `given_fields` changed in it."""
    seen = settle(_closure(prev)).body if prev else {"type": "source", "id": "s"}
    whole = {**(seen or {}), **given_fields} if body is None else body
    at = f"{max([clock, *(int(one.at) + 1 for one in prev)]):06d}"
    digests = tuple(sorted(one.digest for one in prev))
    return Version(f"{number:04d}", op, digests, tuple(sorted(given_fields)), at, "x", whole)


ALL: dict[str, Version] = {}


def _closure(some: list[Version]) -> list[Version]:
    found: dict[str, Version] = {}
    stack = list(some)
    while stack:
        one = stack.pop()
        if one.digest not in found:
            found[one.digest] = one
            stack.extend(ALL[digest] for digest in one.prev)
    return list(found.values())


SETS = ("set", "set", "set", "void", "restore")
CLOCK = st.integers(0, 9)
STEP = st.tuples(
    st.lists(st.integers(0, 8), min_size=1, max_size=3),
    st.dictionaries(st.sampled_from(FIELDS[:2]), st.sampled_from(["a", "b", "c"]), min_size=1),
    st.none() | st.sets(st.sampled_from("abcd"), min_size=1).map(sorted),
    CLOCK,
)
"""Which versions were seen, what a set sets, and when. Made once: to make these takes longer than to draw from them."""


def histories(withholding: bool = False) -> st.SearchStrategy[list[Version]]:
    """A record's versions by several writers, each of whom saw some of the others'."""
    ops = st.sampled_from([*SETS, *(["withhold"] if withholding else [])])
    return st.builds(_history, CLOCK, st.lists(st.tuples(ops, STEP), max_size=8))


def _history(clock: int, steps: list[tuple[str, Any]]) -> list[Version]:
    ALL.clear()
    made = [version(0, "set", [], {"name": "a", "aliases": ["a"]}, clock)]
    ALL[made[0].digest] = made[0]
    for number, (op, (which, some, aliases, at)) in enumerate(steps, 1):
        seen = _closure(list({one % number: made[one % number] for one in which}.values()))
        heads = [one for one in seen if not any(one.digest in other.prev for other in seen)]
        changed = {**some, **({"aliases": aliases} if aliases else {})} if op == "set" else {}
        made.append(version(number, op, heads, changed, at))
        ALL[made[-1].digest] = made[-1]
    return made


def edit(versions: list[Version], op: str, some: dict[str, Any]) -> Settled:
    """The record after one more version that knows all the others."""
    heads = set(settle(versions).heads)
    top = [one for one in versions if one.digest in heads]
    for one in versions:
        ALL[one.digest] = one
    return settle([*versions, version(9999, op, top, some, 0)])


@given(histories(withholding=True), st.randoms())
def test_order_does_not_matter(versions: list[Version], chance: Any) -> None:
    mixed = list(versions)
    chance.shuffle(mixed)
    assert settle(mixed) == settle(versions)


@given(histories(withholding=True))
def test_repetition_does_not_matter(versions: list[Version]) -> None:
    assert settle([*versions, *versions]) == settle(versions)


@given(histories())
def test_the_next_edit_clears_a_conflict(versions: list[Version]) -> None:
    after = edit(versions, "set", {"role": "z"})
    assert after.conflict == {}
    assert len(after.heads) == 1
    assert after.body is not None
    assert after.body["role"] == "z"


@given(histories())
def test_fields_nobody_touched_survive(versions: list[Version]) -> None:
    before, after = settle(versions).body, edit(versions, "set", {"role": "z"}).body
    assert before is not None
    assert after == {**before, "role": "z"}


@given(histories())
def test_a_void_beside_edits_stands_whatever_the_clocks(versions: list[Version]) -> None:
    top = versions[0]
    void = version(8000, "void", [top], {}, 0)
    late = version(8001, "set", [top], {"name": "later"}, 99999)
    ALL.update({one.digest: one for one in (void, late)})
    found = settle([*versions, void, late])
    assert found.state == "void"
    assert "void" in found.conflict


@given(histories())
def test_an_edit_that_knew_of_the_void_does_not_lift_it(versions: list[Version]) -> None:
    void = edit(versions, "void", {})
    assert void.state == "void"
    known = [*versions, *(v for v in [version(9999, "void", _heads(versions), {}, 0)])]
    ALL["9999"] = known[-1]
    on_top = version(10000, "set", [known[-1]], {"name": "b"}, 0)
    assert settle([*known, on_top]).state == "void"


@given(histories())
def test_only_a_restore_that_knew_of_it_lifts_a_void(versions: list[Version]) -> None:
    void = version(9000, "void", _heads(versions), {}, 0)
    beside = version(9001, "restore", _heads(versions), {}, 99999)
    ALL.update({one.digest: one for one in (void, beside)})
    assert settle([*versions, void, beside]).state == "void"
    assert edit([*versions, void, beside], "restore", {}).state == "live"


@given(histories(), st.integers(0, 9))
def test_a_withheld_record_stays_withheld(versions: list[Version], clock: int) -> None:
    gone = version(9000, "withhold", [versions[0]], {}, clock)
    ALL[gone.digest] = gone
    for op in ("set", "restore"):
        found = edit([*versions, gone], op, {"name": "b"} if op == "set" else {})
        assert (found.state, found.body, found.entry) == ("withheld", None, None)


@given(histories())
def test_a_merged_body_says_what_record_it_is(versions: list[Version]) -> None:
    body = settle(versions).body
    assert body is not None
    assert (body["type"], body["id"]) == ("source", "s")


def test_concurrent_values_are_named_the_later_one_first() -> None:
    first = Version("a", "set", (), ("name", "role"), "1", "x", {"type": "t", "id": "i", "name": "n", "role": "r"})
    one = Version("b", "set", ("a",), ("name",), "2", "x", {**(first.body or {}), "name": "one"})
    two = Version("c", "set", ("a",), ("name",), "3", "y", {**(first.body or {}), "name": "two"})
    found = settle([two, first, one])
    assert found.body == {"type": "t", "id": "i", "name": "two", "role": "r"}
    assert found.conflict == {"name": ["two", "one"]}
    assert (found.entry, found.heads, found.first_at, found.last_at, found.by) == (None, ("b", "c"), "1", "3", "y")


def test_equal_instants_are_settled_by_the_larger_digest() -> None:
    first = Version("a", "set", (), ("name",), "1", "x", {"type": "t", "id": "i", "name": "n"})
    one = Version("b", "set", ("a",), ("name",), "2", "x", {**(first.body or {}), "name": "one"})
    two = Version("c", "set", ("a",), ("name",), "2", "x", {**(first.body or {}), "name": "two"})
    assert (settle([first, one, two]).body or {})["name"] == "two"


def test_the_same_value_set_twice_is_no_conflict_and_lists_are_united() -> None:
    first = Version(
        "a", "set", (), ("name", "aliases"), "1", "x", {"type": "t", "id": "i", "name": "n", "aliases": ["p"]}
    )
    base = first.body or {}
    one = Version("b", "set", ("a",), ("name", "aliases"), "2", "x", {**base, "name": "same", "aliases": ["p", "q"]})
    two = Version("c", "set", ("a",), ("name", "aliases"), "3", "x", {**base, "name": "same", "aliases": ["p", "r"]})
    found = settle([first, one, two])
    assert found.conflict == {}
    assert (found.body or {})["aliases"] == ["p", "q", "r"]


def _heads(versions: list[Version]) -> list[Version]:
    heads = set(settle(versions).heads)
    return [one for one in versions if one.digest in heads]
