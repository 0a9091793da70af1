"""What several values of one field differ in."""

from __future__ import annotations

from claimtrack.domain.values import where_they_differ, with_members


def test_objects_by_the_members_that_differ() -> None:
    """Not the version of our grammar; a passage, and what is no object, as it is."""
    one, other = {"figure": "7", "low": "7", "scope": "Kesra", "grammar": 1}, {"figure": "9", "scope": "Kesra"}
    assert where_they_differ([one, other]) == [{"figure": "7", "low": "7"}, {"figure": "9"}]
    assert where_they_differ([{"low": "7", "high": "9"}, {"low": "7"}]) == [{"high": "9"}, {}]
    grammar = [{"low": "7", "grammar": 1}, {"low": "7"}]
    for values in (grammar, [{"exact": "a", "start": 1}, {"exact": "b", "start": 1}], [one, None], ["a", "b"]):
        assert where_they_differ(values) == values


def test_what_another_program_gave() -> None:
    """As the object that it is; as it is where it is none, no JSON, or deeper than can be written."""
    assert with_members('{"by":"shells"}') == {"by": "shells"}
    for kept in ("as they wrote it", "[1]", "NaN", "[" * 2_000, '{"a":' * 300 + "1" + "}" * 300, None):
        assert with_members(kept) == kept
