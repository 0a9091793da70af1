"""`report` as a page: to a file, to standard output, and shown at once."""

from pathlib import Path

import click
import pytest

from claimtrack.queries.report import compose
from tests.cli.support import Desk


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was given to the browser."""
    shown: list[str] = []
    monkeypatch.setattr(click, "launch", lambda url, **_: shown.append(url) or 0)
    return shown


def test_a_page_by_its_ending(desk: Desk, tmp_path: Path) -> None:
    """The ending of -o says what is written; standard output takes the same."""
    path = tmp_path / "report.html"
    desk.ok("add", "The gates opened early", "-s", "Port Authority")
    done = desk.ok("report", "-o", str(path))
    assert (done.out, done.err) == ("", f"Wrote {path}.\n")
    page = path.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "The gates opened early" in page
    assert "The gates opened early" in desk.ok("report", "--format", "html", "--for", "public").out


def test_no_report_is_written_into_a_file_of_another_kind(desk: Desk, tmp_path: Path) -> None:
    """What would read as broken is refused, with the formats there are; nothing is written."""
    desk.ok("add", "The gates opened early", "-s", "Port Authority")
    for ending in ("pdf", "DOCX", "xlsx"):
        path = tmp_path / f"report.{ending}"
        refused = desk.refused("report", "--format", "text", "-o", str(path))
        assert f"a report is not written as .{ending.lower()}" in refused
        assert "text, markdown, html, json, csv" in refused
        assert not path.exists()


def test_it_is_opened(desk: Desk, tmp_path: Path, opened: list[str]) -> None:
    """The file that was named, or a new one that is kept."""
    path = tmp_path / "report.html"
    desk.ok("report", "-o", str(path), "--open")
    desk.ok("report", "--open")
    named, kept = opened
    assert named == path.as_uri()
    assert kept.endswith(".html")
    place = Path(kept.removeprefix("file://"))
    assert place.read_text("utf-8").startswith("<!doctype html>")
    place.unlink()


def test_what_is_no_page_is_not_opened(desk: Desk, opened: list[str]) -> None:
    """It says which of the two to leave away."""
    assert "Leave --format away, or --open." in desk.refused("report", "--open", "--format", "csv")
    assert not opened


def test_the_head_says_since_when_and_as_of_when(desk: Desk) -> None:
    """And how much is older."""
    desk.ok("add", "The gates opened early", "-s", "Port Authority")
    page = desk.ok("report", "--format", "html", "--since", "2100-01-01").out
    assert "since 2100-01-01" in page
    assert "1 older claim left out" in page
    assert "The ledger as it stood at" in desk.ok("--as-of", "2100-01-01", "report", "--format", "html").out


@pytest.mark.parametrize("form", ["text", "markdown", "json", "csv"])
def test_only_a_page_is_made_with_texts(desk: Desk, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """The documents' texts are read and cut for a page alone."""
    desk.ok("add", "The gates opened early", "-s", "Port Authority")
    read: list[str] = []

    def texts(*_: object, **__: object) -> tuple[()]:
        read.append(form)
        return ()

    monkeypatch.setattr(compose, "texts", texts)
    assert "The gates opened early" in desk.ok("report", "--format", form).out
    assert read == []
    assert "The gates opened early" in desk.ok("report", "--format", "html").out
    assert read == [form]
