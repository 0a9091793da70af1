"""What pictures are drawn with: scales keep order, nothing stands on anything else, words are cut to their room."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from claimtrack.render.html.charts.axes import days, moment_of, scale, spread
from claimtrack.render.html.charts.citation_graph import cycles, layers
from claimtrack.render.html.charts.svg import fit_text, fit_two_lines, question_phrase, tenth, text_width
from claimtrack.render.html.charts.timeline import LabelRequest, place_labels

COUNTS = st.integers(0, 10**15).map(float)
VALUES = st.lists(st.one_of(COUNTS, st.decimals(-(10**9), 10**9, places=3).map(float)), min_size=1, max_size=20)


@given(VALUES, st.integers(2, 8))
@example([99_999_999_770.0, 999_999_997.698], 2)
def test_a_scale_keeps_order_and_holds_everything(values: list[float], most: int) -> None:
    """The greater never lies left of the smaller, all lie on the axis, and so do its ticks."""
    found = scale(values, most=most)
    places = [found.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in places)
    assert found.zero or found.low <= min(values) + found.step * 1e-6
    assert found.high >= max(values) - max(found.step, abs(found.high)) * 1e-6
    ticks = found.ticks(most)
    assert 1 <= len(ticks) <= most + 1
    assert [found.at(value) for value, _ in ticks] == sorted(found.at(value) for value, _ in ticks)
    assert len({label for _, label in ticks}) == len(ticks)


@pytest.mark.parametrize(
    ("values", "log", "labels"),
    [
        ([8, 12, 24, 99], False, ["0", "20", "40", "60", "80", "100"]),
        ([2298, 2310], False, ["2,295", "2,300", "2,305", "2,310"]),
        ([3, 3], False, ["2", "3", "4"]),
        ([0.5], False, ["0.45", "0.5", "0.55"]),
        ([0], False, ["0", "1"]),
        ([1, 100], False, ["0", "20", "40", "60", "80", "100"]),
        ([1, 101], True, ["1", "10", "100", "1,000"]),
        ([0, 900, 2_500_000], True, ["0", "100", "1,000", "10,000", "100,000", "1m", "10m"]),
        ([0.25, 0.75], False, ["0", "0.2", "0.4", "0.6", "0.8"]),
        ([-5, 300], False, ["-100", "0", "100", "200", "300"]),
    ],
)
def test_scales_are_what_a_reader_expects(values: list[float], log: bool, labels: list[str]) -> None:
    """Round steps, from 0 where that is near; logarithmic beyond two orders, with a place for 0."""
    found = scale(values, most=5)
    assert found.log is log
    assert [label for _, label in found.ticks(8)] == labels


MOMENTS = st.integers(0, 3_652_000).map(
    lambda day: datetime(1, 1, 1, 12, tzinfo=UTC) + timedelta(days=day, seconds=day % 86_400)
)


@given(st.lists(MOMENTS, min_size=1, max_size=10), st.integers(2, 8))
def test_days_keep_order(moments: list[datetime], most: int) -> None:
    """So with time; there are always dates to read, and not too many."""
    axis = days(moments)
    places = [axis.at(moment) for moment in sorted(moments)]
    assert places == sorted(places)
    assert all(0 < place < 1 for place in places)
    assert 1 <= len(axis.ticks(most)) <= max(most, 2)


@pytest.mark.parametrize(
    ("written", "labels"),
    [
        (("2022-01-05", "2022-01-09"), ["5 Jan 2022", "6 Jan", "7 Jan", "8 Jan", "9 Jan"]),
        (("2022-01-05T08:00Z", "2022-01-05T11:00Z"), ["08:00, 5 Jan", "09:00", "10:00", "11:00"]),
        (("2021-11-20", "2022-03-02"), ["Dec 2021", "Jan 2022", "Feb", "Mar"]),
        (("1998", "2022"), ["2000", "2005", "2010", "2015", "2020"]),
        (("2022-12-30", "2023-01-02"), ["30 Dec 2022", "31 Dec", "1 Jan 2023", "2 Jan"]),
        (("2022-01-05T08:01Z", "2022-01-05T08:07Z"), ["08:01, 5 Jan", "08:07"]),
    ],
)
def test_dates_are_readable(written: tuple[str, str], labels: list[str]) -> None:
    """Days, hours, months or years, whichever few do; the year once, and where it changes."""
    moments = [moment for one in written if (moment := moment_of(one)) is not None]
    assert [label for _, label in days(moments).ticks(6)] == labels


def test_a_date_is_the_middle_of_what_it_means() -> None:
    """An open end counts as its other; what is no date has no place."""
    assert moment_of("2022-01-06") == datetime(2022, 1, 6, 12, tzinfo=UTC) - timedelta(microseconds=1) / 2
    assert moment_of("../2022-01-06T10:00Z") == datetime(2022, 1, 6, 10, 0, 59, 999999, tzinfo=UTC)
    assert moment_of("yesterday") is None
    assert moment_of(None) is None


@given(st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(0.5, 100)), max_size=40))
def test_what_is_spread_keeps_its_room_and_order(wanted: list[tuple[float, float]]) -> None:
    """No two overlap; who has room already stays."""
    places = spread([place for place, _ in wanted], [room for _, room in wanted])
    for (one, room), (other, its) in pairwise(zip(places, (room for _, room in wanted), strict=True)):
        assert other - one >= (room + its) / 2 - 1e-6
    assert spread(places, [room for _, room in wanted]) == pytest.approx(places, abs=1e-6)


EDGES = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.integers(1, 50)), max_size=40)


@given(EDGES, st.lists(st.floats(20, 80), min_size=15, max_size=15), st.sets(st.integers(0, 14)))
def test_nodes_never_overlap(found: list[tuple[int, int, int]], rooms: list[float], last: set[int]) -> None:
    """Whatever leads to whatever: nodes keep their room, edges lead to the next layer, circles share one."""
    nodes = [f"n{number}" for number in range(15)]
    edges = {(f"n{tail}", f"n{head}"): weight for tail, head, weight in found}
    sizes = dict(zip(nodes, rooms, strict=True))
    layout = layers(nodes, edges, rooms=sizes, passing=10, last=frozenset(f"n{number}" for number in last))
    assert set(layout.nodes) == set(nodes)
    assert set(layout.routes) == {(tail, head) for tail, head in edges if tail != head}
    ring = cycles(edge for edge in edges if edge[0] != edge[1])
    for layer in range(layout.count):
        held = sorted((place.across, one) for one, place in layout.nodes.items() if place.layer == layer)
        for (above, one), (below, other) in pairwise(held):
            assert below - above >= (sizes[one] + sizes[other]) / 2 - 1e-6
    for (tail, head), route in layout.routes.items():
        assert (route[0].node, route[-1].node) == (tail, head)
        if (tail, head) in layout.within:
            assert ring[tail] == ring[head]
            assert route[0].layer == route[1].layer
        else:
            assert [place.layer for place in route] == list(range(route[0].layer, route[-1].layer + 1))
    assert all(sizes[one] / 2 - 1e-6 <= place.across <= layout.size for one, place in layout.nodes.items())


def test_layers_uncross() -> None:
    """Two pairs told crosswise are drawn without a crossing, the heaviest line straight."""
    edges = {("a", "y"): 1, ("b", "x"): 1, ("a", "z"): 5}
    layout = layers(list("abxyz"), edges, rooms=dict.fromkeys("abxyz", 20.0), passing=5, last=frozenset("xyz"))
    at = {one: place.across for one, place in layout.nodes.items()}
    assert (at["a"] < at["b"]) == (at["y"] < at["x"]) == (at["z"] < at["x"])


@given(st.text(), st.floats(10, 400), st.sampled_from([12.5, 15]), st.booleans())
def test_words_fit(text: str, room: float, size: float, bold: bool) -> None:
    """What is cut takes no more than its room, and is the beginning of the text."""
    found = fit_text(text, room, size, bold=bold)
    assume(found != "…")
    assert text_width(found, size, bold=bold) <= room
    for line in fit_two_lines(text, room, size, bold=bold):
        assert line == "…" or text_width(line, size, bold=bold) <= room


def test_long_names_are_cut_and_parted_between_words() -> None:
    """With an ellipsis, on two lines at most."""
    assert fit_text("Ministry", 400, 14) == "Ministry"
    assert fit_text("Ministry of the Sea", 90, 14) == "Ministry o…"
    assert fit_two_lines("Ministry of the Sea and the Islands", 130, 14) == ("Ministry of the", "Sea and the Isl…")
    assert fit_two_lines("Ministryoftheseaandtheislands", 100, 14) == ("Ministryoft…",)


def test_marks_are_not_piled() -> None:
    """Three on a letter, as some languages need; what would reach into other lines is cut."""
    assert fit_text("e\u0302\u0323\u0301", 90, 14).endswith("\u0301")
    assert fit_text("a" + "\u0301" * 50 + "b", 90, 14) == "\u00e1\u0301\u0301\u0301b"


def test_placed_words_stand_clear() -> None:
    """Words do not meet each other, nor what is there already; those without room are left out."""
    wanted = [LabelRequest(f"“{number}”", 100 + number, 100, 95, 105) for number in range(20)]
    found = list(place_labels(wanted, [(90, 90, 130, 110)], (0, 0, 200, 200)))
    assert 1 <= len(found) < 20
    areas = []
    for one in found:
        room = text_width(one.text, 12.5, bold=True)
        left = one.x - {"start": 0, "middle": room / 2, "end": room}[one.anchor]
        areas.append((left, one.y - 12, left + room, one.y + 3))
    for at, (left, top, right, bottom) in enumerate(areas):
        assert left >= 0
        assert right <= 200
        for other in areas[at + 1 :]:
            assert (
                right <= other[0] + 0.1 or other[2] <= left + 0.1 or bottom <= other[1] + 0.1 or other[3] <= top + 0.1
            )


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many boats were lost?", "how many boats were lost"),
        ("How many did they lose?", "“How many did they lose?”"),
        ("How many \u202eboats?", "how many \\u202eboats"),
        ("Wie viele Boote?", "“Wie viele Boote?”"),
        ("How many  boats", "“How many boats”"),
    ],
)
def test_a_question_becomes_part_of_a_sentence(question: str, told: str) -> None:
    """Where English lets it; else it is quoted as it is."""
    assert question_phrase(question) == told


def test_circles_of_any_length_are_found() -> None:
    """Pairs, rings of three, two apart; what only leads to a ring is in none."""
    edges = [("a", "b"), ("b", "a"), ("c", "d"), ("d", "e"), ("e", "c"), ("x", "a"), ("b", "y")]
    found = cycles(edges)
    assert set(found) == set("abcde")
    assert found["a"] == found["b"] != found["c"] == found["d"] == found["e"]


def test_coordinates_are_short() -> None:
    """Tenths, and no point where none is needed."""
    assert [str(tenth(value)) for value in (3.0, 3.14, 2.96, -0.04)] == ["3", "3.1", "3", "0"]
