"""The report in every edition and format: as kept, within its lines, valid, and safe whatever the ledger holds.

`CLAIMTRACK_WRITE_SNAPSHOTS=1` writes the snapshots anew; look at the difference before keeping it.
"""

import csv
import importlib
import inspect
import io
import json
import pkgutil
import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from claimtrack.domain.text import safe
from claimtrack.ledger.editions import EDITIONS
from claimtrack.queries.report.views import Report, StatusCount
from claimtrack.queries.views import ClaimStatus
from claimtrack.render.report import REPORT_FORMATS, render_report, sections
from claimtrack.render.report.blocks import Item
from claimtrack.render.report.markdown import escaped
from claimtrack.render.report.sections import SECTIONS
from claimtrack.render.report.sections.decisions import decision_blocks, told_in_decisions
from claimtrack.render.report.wording import only_own_voice
from claimtrack.render.terminal.width import columns
from tests.render.sample_reports import DESK, PUBLIC, REPORTS
from tests.support.expected import WRITES_SNAPSHOTS
from tests.support.tree import ROOT

SNAPSHOTS = Path(__file__).parent / "snapshots"
ENDINGS = {"text": "txt", "markdown": "md", "json": "json", "csv": "csv"}
HOSTILE = (
    "=1+1 \x1b[31mred\u202e*_`<b>[x](http://e.example)|#\n# two\r\n\t- three\x00\u2066\u200f ﷽ 漢字漢字漢字漢字 "
    + "w" * 130
)
SCHEMA = json.loads((ROOT / "schemas" / "report.json").read_text("utf-8"))


@pytest.mark.parametrize("form", REPORT_FORMATS)
@pytest.mark.parametrize("edition", EDITIONS)
def test_it_reads_as_kept(edition: str, form: str) -> None:
    """Byte for byte what was last looked at and found good."""
    path = SNAPSHOTS / f"{edition}.{ENDINGS[form]}"
    found = render_report(REPORTS[edition], form, full=True).encode()
    if WRITES_SNAPSHOTS:
        path.write_bytes(found)
    assert found == path.read_bytes()


def test_a_conflict_is_not_told_again_as_not_known() -> None:
    """Where what is disputed tells all its sides; a page, which has no such section, tells it."""
    texts = {
        name: [block.text for block in SECTIONS[name].blocks(PUBLIC) if isinstance(block, Item)]
        for name in ("unknown", "unsettled")
    }
    again = set(texts["unknown"]) - set(texts["unsettled"])
    assert [text.partition(":")[0] for text in again] == ["The gates were opened without warning"]
    assert any("The figures above may not be about the same thing" in text for text in texts["unsettled"])


def test_the_short_report_reads_as_kept() -> None:
    """The desk's: its other editions are made of the same parts."""
    path = SNAPSHOTS.parent / "desk-short.txt"
    found = render_report(DESK).encode()
    if WRITES_SNAPSHOTS:
        path.write_bytes(found)
    assert found == path.read_bytes()


def test_every_edition_and_format_is_tried() -> None:
    """None is without its snapshot, and no snapshot is left over."""
    wanted = {f"{edition}.{ENDINGS[form]}" for edition in EDITIONS for form in REPORT_FORMATS}
    assert {path.name for path in SNAPSHOTS.iterdir()} == wanted


def test_every_section_is_listed() -> None:
    """Each function of the folder that makes the blocks of a report is in the registry, once."""
    made = [
        function
        for module in pkgutil.iter_modules(sections.__path__, f"{sections.__name__}.")
        for name, function in vars(importlib.import_module(module.name)).items()
        if name.endswith("_blocks") and list(inspect.signature(function).parameters) == ["report"]
    ]
    assert len(made) > 10
    listed = [section.blocks for section in SECTIONS.values()]
    assert sorted(map(id, listed)) == sorted(map(id, made))
    assert all(set(section.editions) <= set(EDITIONS) for section in SECTIONS.values())


@pytest.mark.parametrize("edition", EDITIONS)
def test_json_is_as_its_schema_says(edition: str) -> None:
    """Every member is there, none that is not described."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(render_report(REPORTS[edition], "json")), SCHEMA)


def _objects(part: Any) -> Any:
    if isinstance(part, dict):
        if "properties" in part:
            yield part
        for value in part.values():
            yield from _objects(value)
    elif isinstance(part, list):
        for value in part:
            yield from _objects(value)


def test_the_schema_is_closed_and_described() -> None:
    """Every object of it is closed, every member required, titled and described."""
    for part in _objects(SCHEMA):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
        for name, value in part["properties"].items():
            assert value["title"], name
            assert len(value["description"]) > len(value["title"]), name
            assert value["description"].endswith("."), name


@pytest.mark.parametrize("edition", EDITIONS)
def test_text_keeps_to_a_hundred_columns(edition: str) -> None:
    """Only a URL may go beyond."""
    for line in render_report(REPORTS[edition], full=True).split("\n"):
        assert columns(line) <= 100 or "://" in line, line


def test_what_needs_a_decision_comes_first() -> None:
    """Then what stands and on whom it rests; each claim is told whole only where all is wanted."""
    heads = ("NEEDS A DECISION", "WHAT STANDS, AND WHO SAYS SO", "ON WHOM IT RESTS", "CLAIM BY CLAIM")
    text = render_report(DESK, full=True)
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert heads[-1] not in render_report(DESK)


def test_the_public_reads_the_figures_first() -> None:
    """Before what is known and what is claimed, but those with none beside them, which come after, a line each.

    Where nobody judged anything, that is said and no more.
    """
    text = render_report(PUBLIC)
    heads = ("FIGURES SIDE BY SIDE", "WHAT IS KNOWN", "WHAT IS CLAIMED, AND BY WHOM", "OTHER FIGURES", "DOCUMENTS")
    assert sorted(heads, key=text.index) == list(heads)
    alone = [table for table in PUBLIC.figures if table.text is None or len(table.rows) == 1]
    lines = text[text.index("OTHER FIGURES") : text.index("DOCUMENTS")]
    assert [lines.count("·"), lines.count(alone[0].text or "")] == [len(alone), text.count(alone[0].text or "")]
    assert "OTHER FIGURES" not in render_report(replace(PUBLIC, figures=PUBLIC.figures[:1]))
    assert "FIGURES SIDE BY SIDE" not in render_report(replace(PUBLIC, figures=tuple(alone)))
    unjudged = ClaimStatus("unverified", "one-origin", "one origin")
    claims = [replace(claim, assessments=(), status=unjudged) for claim in PUBLIC.claims]
    assert "We have not verified any of this yet." in render_report(replace(PUBLIC, claims=tuple(claims)))


@pytest.mark.parametrize("figures", ["certain", "possible"])
def test_certain_disagreements_come_before_possible_ones(figures: str) -> None:
    """Whether they stand in a line or with a table of figures."""
    others = "possible" if figures == "certain" else "certain"
    rows = [replace(row, strength=figures if row.kind == "figure" else others) for row in DESK.disagreements]
    rows = [replace(row, state="open") if row.kind != "stance" else row for row in rows]
    blocks = decision_blocks(replace(DESK, disagreements=tuple(rows)))
    words = (block.strong if isinstance(block, Item) else getattr(block, "text", "") for block in blocks)
    told = [rows[int(found[1]) - 1].strength for text in words if (found := re.match(r"P(\d+) ", text))]
    assert set(told) == {"certain", "possible"}
    assert told == sorted(told)


@pytest.mark.parametrize("edition", ["desk", "legal"])
def test_the_short_report_tells_every_claim_once(edition: str) -> None:
    """By its number: with what needs a decision, or in a line under its status."""
    report = REPORTS[edition]
    lines = [
        block for block in sections.blocks(report) if isinstance(block, Item) and re.fullmatch(r"C\d+", block.mark)
    ]
    listed = [int(line.mark[1:]) for line in lines]
    own = {claim.number for claim in report.claims if only_own_voice(claim) and not claim.allegation}
    told = told_in_decisions(report)
    assert len(listed) == len(set(listed))
    assert set(listed) == {claim.number for claim in report.claims} - told | own
    text = render_report(report)
    assert all(re.search(rf"\bC{number}\b", text) for number in told)


def test_an_outlet_that_says_much_in_its_own_voice_is_named_once() -> None:
    """Of up to three claims each line says whose it is; more stand under the outlet's name."""
    (own,) = [claim for claim in DESK.claims if only_own_voice(claim)]
    for count, lines in ((1, 1), (3, 1), (4, 0)):
        claims = tuple(replace(own, number=90 + number) for number in range(count))
        blocks = list(decision_blocks(replace(DESK, claims=claims, disagreements=(), flags=(), figures=())))
        items = [block for block in blocks if isinstance(block, Item) and block.mark.startswith("C")]
        assert [item.text.count("The Lamp") for item in items] == [lines] * count
        assert sum("The Lamp" in item.strong for item in blocks if isinstance(item, Item)) == 1 - lines
        assert all("D1" in item.text for item in items)


def test_the_public_is_told_nothing_internal() -> None:
    """No flags, notes, ratings or user names, in any format."""
    for form in REPORT_FORMATS:
        text = render_report(PUBLIC, form)
        for inside in ("ines", "Corrects its tolls", "registered houses", "no-reply-sought", "Call back", "gate log"):
            assert not re.search(rf"\b{inside}\b", text), (form, inside)


def test_no_label_is_put_in_a_mouth() -> None:
    """A word in quote marks stays in them, in every edition that tells the claim."""
    for form in ("text", "markdown"):
        for edition in EDITIONS:
            told = " ".join(render_report(REPORTS[edition], form, full=True).split())
            assert "“vandals” is the speaker's word, put in quote marks by the report" in told


def _hostile(value: Any, words: str) -> Any:
    """The same rows with every text but the vocabularies' words made hostile."""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _hostile(getattr(value, f.name), words) for f in fields(value) if f.name in OPEN_FIELDS}
        nested = {
            f.name: _hostile(getattr(value, f.name), words)
            for f in fields(value)
            if isinstance(getattr(value, f.name), tuple) and f.name not in KEPT
        }
        inner = {f.name: _hostile(getattr(value, f.name), words) for f in fields(value) if f.name in INNER}
        if isinstance(value, ClaimStatus):
            changed.pop("name")
        if isinstance(value, StatusCount):
            inner.pop("status")
        return replace(value, **{**nested, **changed, **inner})
    if isinstance(value, tuple):
        return tuple(_hostile(item, words) for item in value)
    if isinstance(value, str):
        return words
    return value


OPEN_FIELDS = (
    *("name", "summary", "text", "quote", "claim_text", "label", "hedge", "title", "publisher", "subject", "why"),
    *("answer_text", "role", "qualifier", "body", "side", "occasion", "state_notice", "question", "described_as"),
    *("words", "reason", "counting", "scope", "outlet", "fact", "next_step", "group", "url", "how", "origin_name"),
)
INNER = ("story", "attribution", "status", "support", "answer")
KEPT = ("evidence_given", "caveats", "label_words")


@pytest.mark.parametrize("edition", EDITIONS)
def test_hostile_text_is_shown_safe(edition: str) -> None:
    """Nothing in the ledger moves the cursor, turns the line around, breaks a table or becomes a formula."""
    report = _hostile(REPORTS[edition], HOSTILE)
    assert isinstance(report, Report)
    for form in REPORT_FORMATS:
        text = render_report(report, form, full=True)
        bare = text.replace("\r\n", "\n") if form == "csv" else text
        assert safe(bare, lines=True) == bare, form
        assert "\t" not in bare or form == "csv"
    for line in render_report(report, full=True).split("\n"):
        assert columns(line) <= 100 or "://" in line, line
    for row in csv.reader(io.StringIO(render_report(report, "csv"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    for line in render_report(report, "markdown", full=True).split("\n"):
        assert set(_as_read(line)[1]) <= {"em_open", "em_close", "strong_open", "strong_close"}, line
        assert not re.search(r"(?<!\\)[<]", line), line
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) in range(4, 9), line
    shown = json.loads(render_report(report, "json"))
    assert shown["story"]["name"] == HOSTILE


READER = MarkdownIt("gfm-like")


def _as_read(text: str) -> tuple[str, list[str]]:
    """What a reader of GitHub's Markdown shows of a line of text, and the kinds of markup it finds in it."""
    tokens = READER.parseInline(text)[0].children or []
    kinds = [token.type for token in tokens if token.type not in ("text", "text_special", "code_inline", "softbreak")]
    return "".join(token.content for token in tokens), kinds


LINKS = [
    "https://a.example/b_c?d",
    "www.evil.example",
    "ana@post.example",
    "@desk",
    "#12",
    "evil.example",
    "`a",
    "\\",
    "|",
]


@given(st.lists(st.sampled_from([*LINKS, "`a", "\\", "|", " ", "(", "”", "x"]), min_size=1).map("".join))
@example("”www.evil.example. ")
def test_markdown_holds_no_links(text: str) -> None:
    """What readers turn into links by themselves stands in code spans, in which nothing is a link."""
    words, kinds = _as_read(escaped(text))
    assert (words, kinds) == (text, [])
    tokens = READER.parseInline(escaped(text))[0].children or []
    plain = "\0".join(token.content for token in tokens if token.type != "code_inline")
    assert not re.search(r"://|www\.|@[a-z]|#[0-9]|\.example", plain)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_markdown_cannot_be_broken(text: str) -> None:
    """Undone, the escapes give the text back; and nothing that opens markup stands without one."""
    found = escaped(text)
    words, kinds = _as_read(found)
    assert words == text
    assert kinds == []
    assert not re.match(r"[-+=:]|\d+[.)]", found)


def test_nothing_to_tell_is_told() -> None:
    """A story without claims is a short report in every format."""
    empty = replace(
        DESK,
        **{f.name: () for f in fields(DESK) if isinstance(getattr(DESK, f.name), tuple)},  # type: ignore[arg-type]
    )
    for edition in EDITIONS:
        for form in REPORT_FORMATS:
            text = render_report(replace(empty, edition=edition), form)
            assert text.endswith("\n")
            if form == "json":
                jsonschema.validate(json.loads(text), SCHEMA)
    assert "No claims are recorded." in render_report(empty)
