"""What several values of one field differ in."""

from __future__ import annotations

from claimtrack.domain.values import where_they_differ


def test_objects_by_the_members_that_differ() -> None:
    """Not the version of our grammar; a passage, and what is no object, as it is."""
    one, other = {"figure": "7", "low": "7", "scope": "Kesra", "grammar": 1}, {"figure": "9", "scope": "Kesra"}
    assert where_they_differ([one, other]) == [{"figure": "7", "low": "7"}, {"figure": "9"}]
    for values in ([{"exact": "a", "start": 1}, {"exact": "b", "start": 1}], [one, None], ["a", "b"]):
        assert where_they_differ(values) == values
