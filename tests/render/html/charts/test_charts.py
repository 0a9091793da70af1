"""All pictures: drawn within their frames, readable without colour, safe whatever the ledger holds, always the same.

`CLAIMTRACK_WRITE_SNAPSHOTS=1` writes the snapshots anew; look at the difference before keeping it.
"""

import os
import re
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from claimtrack.domain.text import safe
from claimtrack.queries.report.compose import ReportPage
from claimtrack.render.html.charts import CHARTS, charts
from claimtrack.render.terminal.style import STATUS_MARKS
from tests.render.html.charts.pages import claim, drawings, figure, label, page, rows_of, said, texts
from tests.render.html.charts.story import STORY
from tests.support.expected import WRITES_SNAPSHOTS
from tests.support.tree import ROOT

SNAPSHOTS = Path(__file__).parent / "snapshots"
TEMPLATES = ROOT / "claimtrack" / "render" / "html" / "templates"
HOSTILE = (
    '"><script>alert(1)</script>',
    "' onload='x()' style='fill:url(https://e.example/x)",
    "]]></title></svg><img src=x onerror=x()>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnirts\u2066\u200f\x1b[31m\x00\n\r\t",
    "&lt;b&gt; &amp; &#x3c;",
    "w" * 400,
    "﷽" * 40 + "漢字" * 40,
    "M0 0L9 9z",
    "Z" + "\u0335\u0301\u0489" * 40 + "\U0001242b\ufdfd" * 9,
    "",
    " ",
)
KEPT = {
    *("kind", "status", "name", "stance", "quote_kind", "naming", "low", "high", "unit", "strength", "state"),
    *("edition", "label_words", "published", "reason_code", "id", "basis", "result", "recorded_at", "source"),
}
"""Fields whose values are words of a vocabulary, numbers, ids or dates: what they may hold is checked at the door."""

PIECES = {"svg", "title", "desc", "text", "path", "rect", "circle", "g", "defs", "pattern", "div"}
ATTRIBUTES = {
    *("class", "role", "aria-labelledby", "viewBox", "direction", "id", "x", "y", "width", "height", "cx", "cy", "r"),
    *("rx", "d", "fill", "text-anchor", "stroke-width", "patternUnits", "patternTransform"),
}


def hostile(value: Any, words: str, name: str = "") -> Any:
    """The same rows with every free text made hostile; names of sources and titles among them."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = KEPT - {"name"} if type(value).__name__ in ("Hop", "SourceRow", "StoryRow") else KEPT
        changed = {
            one.name: hostile(getattr(value, one.name), words, one.name)
            for one in fields(value)
            if one.name not in kept or not isinstance(getattr(value, one.name), str)
        }
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(hostile(item, words, name) for item in value)
    return words if isinstance(value, str) and name not in KEPT - {"name"} else value


@pytest.fixture(params=[None, *HOSTILE], ids=range(len(HOSTILE) + 1))
def shown(request: pytest.FixtureRequest) -> ReportPage:
    """The story as it is, and as every hostile text makes it."""
    made: ReportPage = STORY if request.param is None else hostile(STORY, request.param)
    return made


def test_every_picture_is_listed() -> None:
    """Each file of the folder is in the tuple, once."""
    folder = ROOT / "claimtrack" / "render" / "html" / "charts"
    files = {path.stem for path in folder.glob("*.py") if "def draw(" in path.read_text()}
    assert sorted(draw.__module__.rpartition(".")[2] for draw in CHARTS) == sorted(files)
    assert {path.name for path in (TEMPLATES / "charts").iterdir()} == {
        "frame.svg.jinja",
        *(f"{name}.svg.jinja" for name in files),
    }


def test_they_read_as_kept() -> None:
    """What each says, and its table, as last looked at and found good."""
    found = {
        picture.id.partition("-")[0] + f"-{place}": rows_of(picture) for place, picture in enumerate(charts(STORY))
    }
    if WRITES_SNAPSHOTS:
        for name, text in found.items():
            (SNAPSHOTS / f"{name}.txt").write_text(text, "utf-8")
    assert {path.stem for path in SNAPSHOTS.iterdir()} == set(found)
    for name, text in found.items():
        assert text == (SNAPSHOTS / f"{name}.txt").read_text("utf-8"), name


def test_they_are_whole(shown: ReportPage) -> None:
    """Well-formed, titled, of known pieces only, every id once and every reference to one that is there."""
    ids: list[str] = []
    found = list(charts(shown))
    assert len(found) >= 6
    for picture in found:
        ids.append(picture.id)
        assert picture.title.strip()
        assert picture.says.strip()
        assert picture.table.rows
        assert all(len(row) == len(picture.table.heads) for row in picture.table.rows)
        for svg in drawings(picture):
            held = [one.attrib["id"] for one in svg.iter() if "id" in one.attrib]
            ids += held
            title, desc = svg.attrib["aria-labelledby"].split(" ")
            assert [svg[0].tag, svg[0].attrib["id"], svg[1].tag, svg[1].attrib["id"]] == ["title", title, "desc", desc]
            assert "".join(svg[0].itertext()).strip()
            assert svg.attrib["role"] == "img"
            for one in svg.iter():
                assert one.tag in PIECES
                assert set(one.attrib) <= ATTRIBUTES
                for reference in re.findall(r"url\((.*?)\)", " ".join(one.attrib.values())):
                    assert reference.removeprefix("#") in held
    assert len(ids) == len(set(ids))


def test_words_are_safe_and_within_the_frame(shown: ReportPage) -> None:
    """No text leaves its drawing, and nothing in a text can disguise its neighbour."""
    for picture in charts(shown):
        for words in (picture.title, picture.says, picture.note, *chain(*picture.table.rows)):
            assert safe(words) == words
        for svg in drawings(picture):
            begin, _, width, height = map(float, svg.attrib["viewBox"].split())
            for words, left, right, y in texts(svg):
                assert safe(words) == words
                assert begin <= left <= right <= begin + width, (picture.id, words, left, right)
                assert 8 <= y <= height, (picture.id, words, y)


def test_numbers_are_short() -> None:
    """Coordinates to a tenth at most, and nothing that is not a number."""
    for picture in charts(STORY):
        for svg in drawings(picture):
            for one in svg.iter():
                for name in ("x", "y", "d", "cx", "cy", "width", "height"):
                    assert not re.search(r"\.\d\d|nan|inf|None|e-", one.get(name, "")), (picture.id, one.attrib)


def test_every_picture_is_drawn_for_a_phone_and_for_a_page() -> None:
    """Twice, and what the phone shows is no less; of the graph of sources it shows the table."""
    for picture in charts(STORY):
        *narrow_ones, wide = drawings(picture)
        if picture.id == "network":
            assert not narrow_ones
            continue
        (narrow,) = narrow_ones
        assert [svg.attrib["class"].split()[0] for svg in (narrow, wide)] == ["narrow", "wide"]
        assert float(narrow.attrib["viewBox"].split()[2]) <= 360
        tips = [sorted("".join(one.itertext()) for one in svg.iter("title"))[:-1] for svg in (narrow, wide)]
        assert len(tips[0]) == len(tips[1])


def test_styles_are_of_the_page() -> None:
    """The style sheet names no colour of its own, asks nobody for anything, and the drawings use its classes."""
    css = (TEMPLATES / "charts.css").read_text("utf-8")
    ours = {"--paper", "--ink", "--quiet", "--line", "--accent", *(f"--s-{name}" for name in STATUS_MARKS), "--mark"}
    assert set(re.findall(r"--[\w-]+", css)) <= ours
    assert not re.search(r"#[0-9a-f]{3}|rgb|url\(|@import|@font-face|!important", css)
    used = {name for path in (TEMPLATES / "charts").iterdir() for name in re.findall(r"[\w-]+", path.read_text())}
    for selector in re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^}]*\}", "", css)):
        drawn = selector in used or f'"{selector}' in _sources() or selector in _sources()
        assert drawn or selector.startswith("s-"), selector


def _sources() -> str:
    folder = ROOT / "claimtrack" / "render" / "html"
    return "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))


def test_they_are_the_same_every_time() -> None:
    """Whatever the seed of the hashes: one page, one drawing."""
    code = (
        "from claimtrack.render.html.charts import charts\nfrom tests.render.html.charts.story import STORY\n"
        "import hashlib\nprint(hashlib.sha256(''.join(map(repr, charts(STORY))).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1


def test_nothing_to_show_shows_nothing() -> None:
    """A page without claims has no picture, nor one with nothing to compare: a bar of one part says nothing."""
    assert list(charts(page())) == []
    assert list(charts(page(claim(1, "A boat sank", said("Krol"), answer=label("wreck"))))) == []


def test_two_thousand_claims_stay_small() -> None:
    """However long the story, a drawing is bounded; what is left out of it is said, and is in its table."""
    claims = [
        claim(
            number,
            f"Claim {number}",
            said(f"Source {number % 700}", f"Carrier {number % 90}", by=f"Outlet {number % 40}"),
            question=f"How many {'ABC'[number % 3]} were there?" if number % 2 else f"What is {number % 50} called?",
            answer=figure(f"{number}", f"{number}", f"{number}") if number % 2 else label(f"word {number}"),
        )
        for number in range(1, 2001)
    ]
    for picture in charts(page(*claims)):
        assert len(picture.svg) < 120_000, picture.id
        assert picture.note or picture.id == "statuses"
