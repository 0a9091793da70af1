"""What single pictures show: what clashes, what follows from what, who depends on whom, whose word a word is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.views import Claim, Hop
from claimtrack.render.html.charts import intervals, labels, network, status_bar, timeline
from claimtrack.render.html.charts.citation_graph import citation_graph, largest_part
from claimtrack.render.html.charts.status_bar import GAP, ROOM, segment_widths
from claimtrack.render.html.charts.svg import Chart
from tests.render.html.charts.pages import claim, clash, drawings, figure, hop, label, page, said, texts, update

Q = "How many boats were lost?"


def _figures(*bounds: tuple[str, str | None]) -> list[Claim]:
    return [
        claim(
            number,
            f"Claim {number}",
            said(f"Source {number}"),
            question=Q,
            answer=figure(f"about {low}", low, high, approximate=low != high),
        )
        for number, (low, high) in enumerate(bounds, 1)
    ]


def _one(found: Sequence[Chart], name: str = "") -> Chart:
    (picture,) = [one for one in found if one.id.startswith(name)]
    return picture


def _groups(svg: ElementTree.Element, style: str) -> list[ElementTree.Element]:
    return [one for one in svg.iter("g") if style in one.get("class", "").split()]


BOUNDS = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.booleans()).map(
    lambda ends: (str(min(ends[:2])), None if ends[2] else str(max(ends[:2])))
)


@given(st.lists(BOUNDS, min_size=2, max_size=12))
def test_bars_lie_within_the_axis_in_order(bounds: list[tuple[str, str | None]]) -> None:
    """Any figures: every claim has its bar, within the drawing, and a greater figure never stands left of a smaller."""
    found = list(intervals.draw(page(*_figures(*bounds))))
    if len(set(bounds)) < 2:
        assert not found, "all mean the same: there is nothing to see"
        return
    picture = _one(found, "figures")
    for svg in drawings(picture):
        width = float(svg.attrib["viewBox"].split()[2])
        bars = [
            *(float(one.attrib["x"]) for one in svg.iter("rect") if one.get("class") == "mark"),
            *(float(one.attrib["cx"]) for one in svg.iter("circle") if one.get("class") == "mark"),
        ]
        assert len(bars) == len(bounds)
        assert all(-0.5 <= left <= right <= width + 0.5 for _, left, right, _ in texts(svg))
        for one in svg.iter("rect"):
            if one.get("class") == "mark":
                assert 0 <= float(one.attrib["x"]) <= float(one.attrib["x"]) + float(one.attrib["width"]) <= width
        drawn = [one for style in ("exact", "firm", "loose") for one in _groups(svg, style)]
        places = []
        for one in drawn:
            mark = next(piece for piece in one if piece.get("class") == "mark")
            number = int(re.search(r"C(\d+)", "".join(one[0].itertext()))[1])  # type: ignore[index]
            places.append((float(bounds[number - 1][0]), float(mark.get("cx") or mark.attrib["x"])))
        places.sort()
        # A bar that would be too narrow to be seen is widened by less than two units on either side.
        for (_, left), (_, right) in pairwise(places):
            assert left <= right + 2


def test_open_bounds_are_arrows_and_exact_figures_dots() -> None:
    """And approximate ones have no firm ends."""
    claims = [
        claim(1, "a", said("A"), question=Q, answer=figure("12", "12", "12")),
        claim(2, "b", said("B"), question=Q, answer=figure("at least 5", "5", None)),
        claim(3, "c", said("C"), question=Q, answer=figure("about 9", "7", "11", approximate=True)),
        claim(4, "d", said("D"), question=Q, answer=figure("5-8", "5", "8")),
        claim(5, "e", said("E"), question=Q, answer=figure("over 2.5", "2.5", "3.5", low_open=True, high_open=True)),
    ]
    for svg in drawings(_one(list(intervals.draw(page(*claims))))):
        kinds = {style: len(_groups(svg, style)) for style in ("exact", "firm", "loose")}
        assert kinds == {"exact": 1, "firm": 3, "loose": 1}
        count = [one.get("class") for one in svg.iter()].count
        assert (count("head"), count("hollow"), count("cap")) == (1, 2, 3)


@pytest.mark.parametrize(
    ("strength", "state", "mark", "told"),
    [
        ("certain", "open", "≠", "two of them cannot both hold"),
        ("possible", "reopened", "~", "two of them may not both hold"),
        ("certain", "resolved", "", "none is known to rule out another"),
        ("certain", "dismissed", "", "none is known to rule out another"),
    ],
)
def test_clashes_are_marked(strength: str, state: str, mark: str, told: str) -> None:
    """Those that are not settled, with their sign, in the title and in the table."""
    claims = _figures(("3", "5"), ("9", "12"), ("10", "40"))
    found = page(*claims, disagreements=[clash(strength, *claims[:2], state=state)])
    picture = _one(list(intervals.draw(found)))
    assert picture.title == f"Three figures for how many boats were lost: {told}"
    for svg in drawings(picture):
        signs = ["".join(one.itertext()) for one in svg.iter("text") if one.get("class") == "sign"]
        assert signs == ([mark] if mark else [])
        assert [one.get("class") for one in svg.iter("rect")].count(f"gap {strength}") >= bool(mark)
    marked = [any(f"{mark} {strength}" in cell for cell in row) for row in picture.table.rows]
    assert marked == ([True, True, False] if mark else [False] * 3)
    assert ("The shaded stretch between 5 and 9 parts them." in picture.says) is bool(mark)


def test_no_gap_is_shaded_where_a_clashing_figure_lies_in_it() -> None:
    """Three that cannot all hold, the middle one between the others."""
    claims = _figures(("3", "5"), ("7", "8"), ("10", "12"))
    picture = _one(list(intervals.draw(page(*claims, disagreements=[clash("certain", *claims)]))))
    assert picture.title.endswith("they cannot all hold")
    assert "shaded" not in picture.says
    assert "gap" not in picture.svg


def test_what_nobody_says_any_more_is_no_figure() -> None:
    """Denials, retractions and words that were never said are not drawn as figures."""
    claims = [
        *_figures(("3", "5"), ("9", "12")),
        claim(3, "c", said("C", stance="denies"), question=Q, answer=figure("7", "7", "7")),
        claim(4, "d", said("D", counts=False), question=Q, answer=figure("8", "8", "8")),
    ]
    picture = _one(list(intervals.draw(page(*claims))))
    assert [row[0] for row in picture.table.rows] == ["C1", "C2"]


def test_units_are_not_mixed() -> None:
    """Figures of one question in two units are two pictures; what stands alone in a unit is in none."""
    claims = [
        *_figures(("3", "5"), ("9", "12")),
        *(
            claim(n, f"{n} %", said("A"), question=Q, answer=figure(f"{n} %", f"{n}", f"{n}", unit="%"))
            for n in (13, 14)
        ),
        claim(15, "15 km", said("A"), question=Q, answer=figure("15 km", "15", "15", unit="km")),
    ]
    found = list(intervals.draw(page(*claims)))
    assert [[row[0] for row in one.table.rows] for one in found] == [["C1", "C2"], ["C13", "C14"]]
    assert "%" in [words for svg in drawings(found[1]) for words, *_ in texts(svg)]


def _toll(*days: int, source: str = "Coast Guard", values: Sequence[int] = ()) -> list[Claim]:
    return [
        claim(
            place,
            f"Claim {place}",
            said(source, on=f"2033-05-{day:02}"),
            question=Q,
            answer=figure(f"{value}", f"{value}", f"{value}"),
        )
        for place, (day, value) in enumerate(zip(days, values or days, strict=True), 1)
    ]


def test_one_date_or_two_points_are_no_time() -> None:
    """A toll is drawn from three points and two dates on, whichever of the three clocks gives them."""
    assert not list(timeline.draw(page(*_toll(3, 3, 3, values=(1, 2, 3)), cumulative=True)))
    assert not list(timeline.draw(page(*_toll(3, 4), cumulative=True)))
    assert len(list(timeline.draw(page(*_toll(3, 4, 4, values=(1, 2, 3)), cumulative=True)))) == 1
    dated = [
        claim(n, "c", said(hop("A", said=f"2033-0{n}")), question=Q, answer=figure(f"{n}", f"{n}", f"{n}"))
        for n in (1, 2, 3)
    ]
    assert len(list(timeline.draw(page(*dated)))) == 1
    given_for = [
        claim(n, "c", said("A"), question=Q, answer=figure(f"{n}", f"{n}", f"{n}", for_date=f"2033-0{n}"))
        for n in (1, 2, 3)
    ]
    assert len(list(timeline.draw(page(*given_for)))) == 1


def test_updates_are_joined_and_clashes_are_gaps() -> None:
    """A rising toll is solid steps; two that part have a dashed line with a sign, and no step."""
    claims = _toll(3, 4, 5, values=(3, 11, 24))
    steps = [update("revision", claims[0], claims[1]), update("update", claims[1], claims[2])]
    (rising,) = timeline.draw(page(*claims, updates=steps, cumulative=True))
    assert rising.title == "How many boats were lost, over time: from “3” to “24”"
    assert "(1 update and 1 revision)" in rising.says
    fallen = _toll(3, 5, 6, values=(24, 11, 40))
    (parting,) = timeline.draw(page(*fallen, disagreements=[clash("certain", *fallen[:2])], cumulative=True))
    assert parting.title.endswith("; sources part")
    for picture, joins, parts in ((rising, 2, 0), (parting, 0, 1)):
        for svg in drawings(picture):
            count = [one.get("class") for one in svg.iter("path")].count
            assert (count("join"), count("part")) == (joins, parts)
    assert [row[-1] for row in rising.table.rows] == ["", "revision of C1", "update of C2"]


def test_a_gap_is_never_drawn_where_a_toll_only_rose() -> None:
    """Of several that cannot all hold, only pairs that cannot are joined by a sign."""
    claims = _toll(3, 4, 4, 6, values=(5, 9, 30, 31))
    found = page(*claims, disagreements=[clash("certain", *claims[1:])], cumulative=True)
    (picture,) = timeline.draw(found)
    for svg in drawings(picture):
        assert [one.get("class") for one in svg.iter("path")].count("part") == 1


def test_points_of_one_moment_stand_side_by_side() -> None:
    """None hides another."""
    claims = [
        *_toll(3, values=(1,)),
        *(claim(n, "c", said(f"S{n}", on="2033-05-09"), question=Q, answer=figure("7", "7", "7")) for n in (2, 3, 4)),
    ]
    (picture,) = timeline.draw(page(*claims))
    for svg in drawings(picture):
        drawn = re.findall(
            r'(?:cx="|d="M)([\d.]+)(?:" cy="| )([\d.]+)[^>]*class="mark"', ElementTree.tostring(svg).decode()
        )
        assert len(drawn) == len(set(drawn)) == 8


SAID_BY_MANY = page(
    claim(1, "a", said("Ines", "Wire", by="Lamp"), said("Mayor", "Wire", by="Lamp")),
    claim(2, "b", said("Lamp", by="Tide"), said("Tide", by="Lamp")),
    claim(3, "c", said("Tide", "Lamp", by="Quay"), said("Quay", by="Tide")),
    claim(4, "d", said(None, by="Quay"), said(hop("Quay"), by="Quay", kind="own")),
)


def test_a_day_without_an_hour_is_drawn_as_a_day() -> None:
    """Across the day, under a date and no hour; hours are given with their zone."""

    def drawn(*dates: str) -> list[str]:
        claims = [
            claim(
                n,
                "t",
                said("Guard", by="Lamp", on=date),
                question="How many died?",
                answer=figure(f"{n}", f"{n}", f"{n}"),
            )
            for n, date in enumerate(dates, 1)
        ]
        (picture,) = timeline.draw(page(*claims, cumulative=True))
        return [
            " ".join(
                [
                    *(words for words, *_ in texts(svg)),
                    *(path.get("d", "") for path in svg.iter() if path.get("class") == "span"),
                ]
            )
            for svg in drawings(picture)
        ]

    for words in drawn("2033-05-03T21:00Z", "2033-05-03T22:00Z", "2033-05-04"):
        assert "3 May 2033 4 May" in words
        assert ":" not in words
        assert "H" in words
    for words in drawn("2033-05-03T21:00Z", "2033-05-03T22:00Z", "2033-05-04T02:00Z"):
        assert "hours in UTC" in words


def test_shared_carriers_and_circles_are_seen() -> None:
    """Whoever two origins come through; pairs and longer rings; by the claim, never from one claim to another."""
    found = citation_graph(SAID_BY_MANY)
    named = {node.phrase: node for node in found.nodes.values()}
    assert {name for name, node in named.items() if node.shared} == {"Wire"}
    assert {name: node.ring for name, node in named.items() if node.ring} == {
        "Lamp": {2, 3},
        "Tide": {2, 3},
        "Quay": {3},
    }
    assert {"nobody named", "Quay in its own voice"} <= set(named)
    (picture,) = network.draw(SAID_BY_MANY)
    assert "two claims go round in a circle and two origins depend on Wire" in picture.title
    for svg in drawings(picture):
        # Lamp to Tide and back in C2, Tide to Lamp to Quay to Tide in C3: two edges are one.
        assert len(_groups(svg, "ring")) == 4
        assert len(_groups(svg, "shared")) == 1
        assert len(_groups(svg, "circular")) == 3
        words = " ".join(words for words, *_ in texts(svg))
        assert "◆ 2 origins" in words
        assert "↻ circle: cited" in words


def test_an_outlet_cited_to_another_by_itself_is_a_circle() -> None:
    """Not its own voice: its words came back to it."""
    found = citation_graph(page(claim(1, "a", said("Lamp", "Tide", by="Lamp"))))
    assert {node.phrase: node.ring for node in found.nodes.values()} == {"Lamp": {1}, "Tide": {1}}


def test_two_outlets_that_cite_each_other_on_different_matters_are_no_circle() -> None:
    """A circle is a claim that rests on itself."""
    found = page(claim(1, "a", said("A", "Lamp", by="Tide")), claim(2, "b", said("B", "Tide", by="Lamp")))
    assert not any(node.ring for node in citation_graph(found).nodes.values())
    (picture,) = network.draw(found)
    assert "circle" not in picture.says


def test_each_is_counted_in_every_part_it_has() -> None:
    """An origin that passes on others is an origin; a claim of no publisher makes nobody a publisher."""
    found = page(
        claim(1, "a", said("Osk", by="Lamp")),
        claim(2, "b", said("Dahl", "Osk", by="Lamp")),
        claim(3, "c", said("Osk", "Dahl", by=None)),
        claim(4, "d", said("Krol", "Dahl", by=None)),
        claim(5, "e", said("Krol", "Lamp", by="Tide")),
    )
    (picture,) = network.draw(found)
    assert picture.title == "Three origins and two publishers: two origins depend on Dahl"
    assert "3 sources did more than one of these" in picture.says
    details = {node.name: network.node_details(node) for node in citation_graph(found).nodes.values()}
    assert details == {
        "Osk": "said 2 · passed on 1",
        "Dahl": "said 1 · passed on 2 · ◆ 2 origins",
        "Krol": "2 claims",
        "Lamp": "passed on 1 · published 2",
        "Tide": "1 claim",
    }
    for svg in drawings(picture):
        words = " ".join(words for words, *_ in texts(svg))
        assert "said 2 · passed on 1" in words


def test_a_claim_of_no_publisher_alone_has_no_publishers() -> None:
    """The last who passed it on is a carrier."""
    (picture,) = network.draw(page(claim(1, "a", said("Krol", "Dahl", by=None), said("Osk", "Dahl", by=None))))
    assert picture.title == "Two origins: two origins depend on Dahl"
    assert "Who published it" not in {words for svg in drawings(picture) for words, *_ in texts(svg)}


def test_who_is_not_named_is_not_named_here() -> None:
    """A source whose name is withheld is as described; nobody named is one node, whatever follows."""
    insider = Hop("anonymous", hidden=True, described_as="an engineer at the dam")
    found = citation_graph(
        page(claim(1, "a", said(insider, by="Lamp"), said(None, by="Lamp"), said(None, "A", by=None)))
    )
    assert [node.name for node in found.nodes.values()] == ["an engineer at the dam", "Lamp", "nobody named", "A"]
    assert len(found.edges) == 3


def _crowd(count: int) -> ReportPage:
    claims = [claim(n, f"Claim {n}", said(f"Source {n // 2}", f"Carrier {n}", by="Lamp")) for n in range(1, count + 1)]
    return page(*claims)


def test_the_heaviest_are_drawn_and_the_others_counted() -> None:
    """Thirty nodes at most; a way through what is not drawn is dotted; the table has every edge."""
    whole = citation_graph(_crowd(80))
    cut = largest_part(whole, 30)
    assert len(cut.nodes) == 30
    assert {edge.hidden for edge in cut.edges.values()} == {True}
    assert all(not edge.hidden for edge in largest_part(citation_graph(_crowd(5)), 30).edges.values())
    (picture,) = network.draw(_crowd(80))
    assert picture.note == f"{len(whole.nodes) - 30} sources with fewer claims are only in the table."
    assert len(picture.table.rows) == len(whole.edges)
    for svg in drawings(picture):
        assert len([one for one in svg.iter() if one.get("class") == "node"]) == 30


@pytest.mark.parametrize(("hops", "classes"), [(1, ["wide"]), (4, ["wide broad"]), (9, [])])
def test_long_chains_have_the_frame_they_need(hops: int, classes: list[str]) -> None:
    """Wider where there are more columns; as a table alone where no page is wide enough."""
    chain = [f"Source {number}" for number in range(hops)]
    (picture,) = network.draw(page(claim(1, "a", said(*chain, by="Lamp"), said("Other", by="Lamp"))))
    assert [svg.attrib["class"] for svg in drawings(picture)] == classes


def test_those_who_say_a_thing_together_are_all_drawn() -> None:
    """Each with its way to who passed it on; they are one origin, unless one of them says something alone."""
    both = [said(name, "Agency") for name in ("Union", "Guild")]
    joint = [replace(row, attribution=replace(row.attribution, joint=("Guild", "Union"))) for row in both]
    told = claim(1, "a", *joint)
    graph = citation_graph(page(told))
    assert sorted(node.name for node in graph.nodes.values() if node.begins) == ["Guild", "Union"]
    assert not any(node.shared for node in graph.nodes.values())
    (picture,) = network.draw(page(told))
    assert picture.title.startswith("One origin ")
    (picture,) = network.draw(page(told, claim(2, "b", said("Guild")), claim(3, "c", said("Union"))))
    assert picture.title.startswith("Two origins ")


def test_those_who_speak_for_one_body_are_one_origin() -> None:
    """As everywhere else: of a spokeswoman, her body and a stranger through one agency, two come through it."""
    voice, council, other = (said(name, "Agency") for name in ("Lena", "Council", "Dora"))
    rows = [replace(voice, body="Council"), replace(council, body="Council"), replace(other, body="Dora")]
    (picture,) = network.draw(page(claim(1, "a", *rows)))
    assert picture.title == "Two origins and one publisher: two origins depend on Agency"
    (picture,) = network.draw(page(claim(1, "a", *rows[:2])))
    assert picture.title == "One origin and one publisher: no two origins share a carrier"


def test_no_name_is_cut_where_there_is_room() -> None:
    """Two columns are as wide as the longest name needs; a claim has two lines, a label what outlets leave of a row."""
    name = "Parliamentary Assembly of the Northern Sound and its Isles"
    (picture,) = network.draw(page(claim(1, "a", said(name), said("Other"))))
    (wide,) = drawings(picture)
    assert name in " ".join(words for words, *_ in texts(wide))
    told = "34 people were injured, eight of them seriously"
    alone = [claim(number, told, said(name), answer=figure("34", "34", "34")) for number in (1, 2)]
    called = [claim(number, "a", said("Osk"), answer=label(f"{number} foreign-trained saboteurs")) for number in (3, 4)]
    for (picture,), words in (
        (intervals.draw(page(*alone)), told),
        (labels.draw(page(*called)), "3 foreign-trained saboteurs"),
    ):
        for drawing in drawings(picture):
            found = list(texts(drawing))
            assert words in " ".join(text for text, *_ in found)
            lines = sorted(y for _, left, _, y in found if left == 0)
            assert all(below - above > 12 for above, below in pairwise(lines))


def test_a_word_taken_up_in_one_place_is_seen() -> None:
    """Own voice in one place and not in another is framed and marked; another outlet's use is not."""
    claims = [
        claim(1, "a", said("Mayor", by="Lamp", label_words="scare"), answer=label("rioters")),
        claim(2, "b", said(hop("Lamp"), by="Lamp", kind="own", label_words="own"), answer=label("Rioters")),
        claim(3, "c", said("Mayor", by="Tide", label_words="quoted"), said("X", by="Tide"), answer=label("rioters")),
        claim(4, "d", said("Mayor", by="Tide", label_words="own", stance="denies"), answer=label("rioters")),
        claim(5, "e", said(hop("Quay"), by="Quay", kind="own", label_words="own"), answer=label("rioters")),
    ]
    (picture,) = labels.draw(page(*claims))
    assert picture.title == "Lamp gives “rioters” as its own word in one place and not in another"
    assert [tuple(row[2:6]) for row in picture.table.rows] == [
        ("Lamp", "1", "", "1"),
        ("Tide", "", "2", ""),
        ("Quay", "1", "", ""),
    ]
    for svg in drawings(picture):
        assert [one.get("class") for one in svg.iter("rect")].count("torn") == 1


def test_labels_that_nobody_takes_up_are_told_so() -> None:
    """The title counts them, and how many are an outlet's own."""
    claims = [claim(n, "a", said("Mayor", by="Lamp", label_words="quoted"), answer=label(f"w{n}")) for n in (1, 2)]
    (picture,) = labels.draw(page(*claims))
    assert picture.title == "Two labels in one outlet, none of them in an outlet's own voice"


def test_one_label_in_one_outlet_is_no_chart() -> None:
    """In two ways even: the disagreement about it says so in a line."""
    claims = [
        claim(1, "a", said("Mayor", by="Lamp", label_words="scare"), answer=label("rioters")),
        claim(2, "b", said(hop("Lamp"), by="Lamp", kind="own", label_words="own"), answer=label("rioters")),
    ]
    assert not list(labels.draw(page(*claims)))


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=7))
def test_the_bar_is_filled_and_every_part_of_it_is_seen(counts: list[int]) -> None:
    """The more claims, the wider; the parts and their gaps fill the bar."""
    found = segment_widths(counts, 340)
    assert sum(found) + GAP * (len(counts) - 1) == pytest.approx(340)
    assert min(found) >= ROOM - 1e-9
    assert [width for _, width in sorted(zip(counts, found, strict=True))] == sorted(found)


@pytest.mark.parametrize(
    ("stands", "title"),
    [
        (["verified", "unverified", "unverified"], "2 of 3 claims are unverified; 1 verified"),
        (["verified", "disputed"], "1 of 2 claims is verified; 1 disputed"),
    ],
)
def test_the_title_tells_the_statuses(stands: list[str], title: str) -> None:
    """The most frequent first."""
    claims = [claim(number, "a", status=name) for number, name in enumerate(stands, 1)]
    (picture,) = status_bar.draw(page(*claims))
    assert picture.title == title
