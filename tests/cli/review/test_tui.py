"""The review on the whole screen, without one: what the keys do, what the mouse selects, what is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import pytest

textual = pytest.importorskip("textual")

from textual.pilot import Pilot  # noqa: E402
from textual.widgets import Input, OptionList, Static  # noqa: E402

from claimtrack.actions.reading.article import open_article  # noqa: E402
from claimtrack.actions.reading.decisions import passages_to_skip  # noqa: E402
from claimtrack.actions.reading.options import field_options  # noqa: E402
from claimtrack.actions.reading.recording import DocumentAdditions, previews  # noqa: E402
from claimtrack.actions.reading.review import Review  # noqa: E402
from claimtrack.actions.reading.typed_speakers import chains_typed  # noqa: E402
from claimtrack.cli.review.saved_decisions import SavedDecisions  # noqa: E402
from claimtrack.cli.review.tui.app import FieldsScreen, HelpScreen, ReadApp  # noqa: E402
from claimtrack.cli.review.tui.article_view import CURRENT, MARGIN, ArticleView, Layout  # noqa: E402
from claimtrack.ledger.database import LedgerDatabase, open_ledger  # noqa: E402
from tests.cli import terminal  # noqa: E402
from tests.cli.support import Desk  # noqa: E402
from tests.support import annotated_reader  # noqa: E402
from tests.support.articles import HOSTILE, PIER  # noqa: E402

pytestmark = pytest.mark.whole


@pytest.fixture
def ledger(bare_desk: Desk) -> LedgerDatabase:
    """A ledger in which the piece is stored."""
    Path("pier.txt").write_text(PIER, "utf-8")
    bare_desk.ok("document", "add", "pier.txt", "--publisher", "The Courier")
    return open_ledger(bare_desk.db)


def app(ledger: LedgerDatabase, desk: Desk) -> ReadApp:
    """The program, on the only document."""
    (document,) = desk.all("document")
    article = open_article(ledger, document["id"], None, annotated_reader.read)
    saved = SavedDecisions(ledger.id, document["id"], database=ledger.location.path)
    review = Review(article, lambda some: previews(ledger, some, by="desk", story=None), saved.read(article))
    return ReadApp(review, saved, DocumentAdditions(article.bylines, tuple(passages_to_skip(article))))


def play(
    made: ReadApp, *steps: Iterable[str] | Callable[[Pilot[DocumentAdditions | None]], Awaitable[None]]
) -> DocumentAdditions | None:
    """Press keys, or do something with the pilot, step by step; what the program ends with."""

    async def run() -> None:
        async with made.run_test(size=(110, 36)) as pilot:
            await pilot.pause()
            for step in steps:
                if callable(step):
                    await step(pilot)
                else:
                    await pilot.press(*step)
                await pilot.pause()

    asyncio.run(run())
    return made.return_value


def shown(made: ReadApp) -> str:
    """The text as it stands on the screen, line by line."""
    view = made.query_one(ArticleView)
    return "\n".join(view.render_line(y).text.rstrip() for y in range(view.size.height))


def test_the_whole_text_with_marks(ledger: LedgerDatabase, bare_desk: Desk) -> None:
    """Signs in the margin and brackets round the current passage; no mark is colour only."""
    made = app(ledger, bare_desk)

    async def look(pilot: Pilot[DocumentAdditions | None]) -> None:
        screen = shown(made)
        assert "▶?  1 {The mayor of Kesra, Omar Denn}, <blamed> [“wreckers”" in screen
        assert " ?  4 Police said dozens of boats" in screen
        assert "Read more" in screen
        assert made.query_one("#list", OptionList).option_count == 7
        assert "→ Omar Denn, mayor of Kesra, said" in str(made.query_one("#what", Static).render())
        await pilot.press("y", "n")
        await pilot.pause()
        screen = shown(made)
        assert " ✓  1 The mayor" in screen
        assert " ✗  2 “We will" in screen
        assert "▶?  4 {Police} <said>" in screen

    play(made, look)


def test_keys_decide_as_in_the_review(ledger: LedgerDatabase, bare_desk: Desk) -> None:
    """y, n, s, b, t; what was decided is kept on disk, and q asks before anything is recorded."""
    made = app(ledger, bare_desk)
    said = play(made, "ynbys", "t", "yy", "q", "wsy")
    assert said == made.document
    counts = {which: len(made.review.having(which)) for which in ("accept", "reject", "skip", None)}
    assert counts == {"accept": 5, "reject": 0, "skip": 1, None: 2}
    kept = app(ledger, bare_desk).review
    assert (len(kept.having("accept")), len(kept.having(None))) == (5, 3)
    assert play(app(ledger, bare_desk), "q", "q") is None


def test_a_passage_is_attributed_by_the_keyboard(ledger: LedgerDatabase, bare_desk: Desk) -> None:
    """v selects what nothing was proposed of, arrows move its ends, Enter asks who; it is kept as accepted."""
    made = app(ledger, bare_desk)

    async def attribute(pilot: Pilot[DocumentAdditions | None]) -> None:
        await pilot.press("v")
        view = made.query_one(ArticleView)
        assert view.selection_span is not None
        assert PIER[slice(*view.selection_span)] == "He gave no evidence."
        await pilot.press("left", "left", "right", "shift+right", "shift+left")
        assert PIER[slice(*view.selection_span)] == "He gave no evidence"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(made.screen, FieldsScreen)
        made.screen.query_one("#who", Input).value = "Ada Orr > River Wire"
        made.screen.query_one("#claim", Input).value = "Denn gave no evidence"
        await pilot.press("enter")
        await pilot.pause()

    play(made, attribute)
    (offer,) = made.review.having("accept")
    assert (offer.item["text"], offer.names) == ("Denn gave no evidence", ["Ada Orr", "River Wire"])
    assert offer.assertions[0]["quote"]["exact"] == "He gave no evidence"
    assert not made.review.preview(offer).problems
    (again,) = app(ledger, bare_desk).review.having("accept")
    assert again.item == offer.item


def test_a_passage_is_selected_by_the_mouse(ledger: LedgerDatabase, bare_desk: Desk) -> None:
    """A click takes the sentence, a drag whole words; Esc leaves it."""
    made = app(ledger, bare_desk)

    async def click(pilot: Pilot[DocumentAdditions | None]) -> None:
        view = made.query_one(ArticleView)
        row = shown(made).split("\n").index(next(line for line in shown(made).split("\n") if "About 400" in line))
        await pilot.click(ArticleView, offset=(MARGIN + 3, row))
        assert view.selection_span is not None
        assert PIER[slice(*view.selection_span)] == "About 400 engineers have reportedly arrived."
        await pilot.mouse_down(ArticleView, offset=(MARGIN + 1, row))
        await pilot.hover(ArticleView, offset=(MARGIN + 12, row))
        await pilot.mouse_up(ArticleView, offset=(MARGIN + 12, row))
        assert PIER[slice(*view.selection_span)] == "About 400 engineers"
        await pilot.press("escape")
        assert view.selection_span is None

    play(made, click)


def test_an_edit_holds_for_the_name(ledger: LedgerDatabase, bare_desk: Desk) -> None:
    """The same fields as in the review; a form that is left changes nothing, a fault is said in it."""
    made = app(ledger, bare_desk)

    async def edit(pilot: Pilot[DocumentAdditions | None]) -> None:
        await pilot.press("e")
        await pilot.pause()
        made.screen.query_one("#kind", Input).value = "nonsense"
        await pilot.press("ctrl+s")
        assert "none of these" in str(made.screen.query_one("#fault", Static).render())
        await pilot.press("escape")
        await pilot.pause()
        assert made.review.proposed[0].item["kind"] == "actor"
        await pilot.press("e")
        await pilot.pause()
        made.screen.query_one("#who", Input).value = "Omar Dennis"
        await pilot.press("ctrl+s")
        await pilot.pause()

    play(made, edit)
    assert [offer.names[0] for offer in made.review.proposed[:3]] == ["Omar Dennis"] * 3


def test_who_says_it_is_picked(ledger: LedgerDatabase, bare_desk: Desk) -> None:
    """The options of the line-by-line review stand below the fields: Down goes there, a number takes one."""
    made = app(ledger, bare_desk)
    first = made.review.proposed[0]
    options = {name: field_options(name, first, made.review.proposed, made.review.article) for name in ("who", "kind")}

    async def pick(pilot: Pilot[DocumentAdditions | None]) -> None:
        await pilot.press("e")
        await pilot.pause()
        listed = made.screen.query_one("#options", OptionList)
        for name in ("kind", "who"):
            made.screen.query_one(f"#{name}", Input).focus()
            await pilot.pause()
            shown = [str(listed.get_option_at_index(at).prompt) for at in range(listed.option_count)]
            assert shown == [f"{number} {option}" for number, option in enumerate(options[name], 1)]
        await pilot.press("down", "2")
        assert made.screen.focused is made.screen.query_one("#who", Input)
        await pilot.press("enter")

    play(made, pick)
    assert chains_typed(made.review.proposed[0]) == options["who"][1] != chains_typed(first)


def test_hostile_text(bare_desk: Desk) -> None:
    """Nothing that a terminal would obey is drawn, and markup is only text."""
    Path("odd.txt").write_text(
        f"{HOSTILE}\n\n\x1b[2J\x1b]0;owned\x07Police\u202e said \u2066the gates [red]stood[/red] open.\n",
        "utf-8",
    )
    bare_desk.ok("document", "add", "odd.txt", "--title", "odd")
    made = app(open_ledger(bare_desk.db), bare_desk)

    async def look(_pilot: Pilot[DocumentAdditions | None]) -> None:
        screen = shown(made)
        assert "\\x1b[2J" in screen
        assert "[red]stood[/red]" in screen
        assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(screen)

    async def fields(_pilot: Pilot[DocumentAdditions | None]) -> None:
        typed = "".join(one.value for one in made.screen.query(Input))
        assert "\\x1b[2J" in typed
        assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(typed)

    play(made, look, ["e"], fields, ["enter"])
    assert not made.review.proposed[0].edited


def test_small_screens(ledger: LedgerDatabase, bare_desk: Desk) -> None:
    """Nothing breaks."""
    for size in ((20, 8), (40, 10)):
        made = app(ledger, bare_desk)

        async def run(made: ReadApp = made, size: tuple[int, int] = size) -> None:
            async with made.run_test(size=size) as pilot:
                await pilot.press("y", "v", "enter")
                await pilot.pause()

        asyncio.run(run())


def test_on_a_terminal(bare_desk: Desk) -> None:
    """From the command line: it draws, and what is accepted is recorded as one change."""
    Path("pier.txt").write_text(PIER, "utf-8")
    seen = terminal.read(bare_desk, "pier.txt", "--publisher", "The Courier", "--tui")
    seen.child.expect("take apart")
    seen.child.send("y")
    seen.child.expect("✓")
    seen.child.send("q")
    seen.child.expect("not looked at")
    seen.child.send("y")
    status, shown_last = seen.end()
    assert status == 0, shown_last
    assert len(bare_desk.all("claim")) == 1


def test_without_the_extra(bare_desk: Desk) -> None:
    """It says what to install, before anything is written."""
    Path("pier.txt").write_text(PIER, "utf-8")
    (Path.cwd() / "textual.py").write_text("raise ImportError('not here')\n", "utf-8")
    seen = terminal.read_anew(bare_desk, "pier.txt", "--tui", PYTHONPATH=f"{Path.cwd()}:{terminal.ROOT}")
    status, shown_last = seen.end()
    assert status == 2
    assert "claimtrack[tui]" in shown_last
    assert bare_desk.head() == (0, "")


# The layout


def test_every_character_knows_its_place() -> None:
    """At any width: the cells without brackets are the text, and a column leads back to its character."""
    text = "One two three.\n\n“Förty” 中文字 five\u202esix " + "x" * 50 + "\n"
    for width in (5, 11, 30, 200):
        layout = Layout(text)
        layout.lay(width, [("content", (4, 13)), ("source", (0, 3))], {0: f"{CURRENT}?  1"})
        cells = [cell for line in layout.lines for cell in line.cells]
        offsets = [cell.offset for cell in cells if not cell.added]
        assert sorted(set(offsets)) == [at for at, one in enumerate(text) if one != "\n"]
        assert offsets == sorted(offsets)
        assert "".join(cell.character for cell in cells).startswith("{One} [two three].")
        assert layout.lines[0].margin == f"{CURRENT}?  1"
        assert layout.offset_at(0, layout.line_of(16)) == 16
        assert layout.offset_at(500, 0) is None
        assert layout.offset_at(0, 999) is None


def test_the_keys_are_shown(ledger: LedgerDatabase, bare_desk: Desk) -> None:
    """? shows what they do; the next key only closes it."""
    made = app(ledger, bare_desk)

    async def look(pilot: Pilot[DocumentAdditions | None]) -> None:
        assert isinstance(made.screen, HelpScreen)

    async def closed(pilot: Pilot[DocumentAdditions | None]) -> None:
        assert not isinstance(made.screen, HelpScreen)

    play(made, ["question_mark"], look, ["y"], closed)
    assert not made.review.decisions
