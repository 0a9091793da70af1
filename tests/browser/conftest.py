"""One browser for the tests of this folder, and the pages it opens.
The browser is closed when the last of them has run, so that no other test runs beside its event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.editions import EDITIONS
from tests.browser import stories

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.support.browser import View, Windows

Look = Callable[..., "View"]
PageOf = Callable[[str], Path]
PAGES = [
    f"{story}-{edition}"
    for story in stories.STORIES
    for edition in EDITIONS
    if (story, edition) != ("article", "legal")
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A running chromium; without one, or without its driver, the test is skipped."""
    try:
        from tests.support.browser import chromium, started
    except ModuleNotFoundError as missing:
        if missing.name != "playwright":
            raise
        pytest.skip("no browser: playwright is not installed (make test installs it)")
    if chromium() is None:
        pytest.skip("no browser: chromium is not installed ('apt install chromium' on Debian)")
    with started() as running:
        yield running


@pytest.fixture(scope="package")
def windows(browser: Browser) -> Windows:
    """The windows of the browser."""
    from tests.support.browser import Windows

    return Windows(browser)


@pytest.fixture
def look(windows: Windows) -> Iterator[Look]:
    """A function that opens a file: `look(path, width=..., scheme=..., scripts=...)`."""
    with windows.looking() as look:
        yield look


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the ledgers and pages that tests share."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def ledger_of(made: Path, request: pytest.FixtureRequest) -> Callable[[str], LedgerDatabase]:
    """A function that gives the ledger of a story, made once."""
    held: dict[str, LedgerDatabase] = {}

    def ledger(story: str) -> LedgerDatabase:
        if story not in held:
            path = made / f"{story}.db"
            held[story] = (
                stories.demo(path) if story == "demo" else stories.article(path, request.getfixturevalue("third_party"))
            )
        return held[story]

    return ledger


@pytest.fixture(scope="session")
def page_of(made: Path, ledger_of: Callable[[str], LedgerDatabase]) -> Callable[[str], Path]:
    """A function that gives the file of a page of PAGES, written once."""
    held: dict[str, Path] = {}

    def page(name: str) -> Path:
        if name not in held:
            story, edition = name.split("-")
            shown = stories.sample(edition) if story == "sample" else stories.told(ledger_of(story), edition)
            held[name] = stories.written(made, name, shown)
        return held[name]

    return page


@pytest.fixture(scope="module", params=PAGES)
def page_read(request: pytest.FixtureRequest, windows: Windows, page_of: PageOf) -> Iterator[Page]:
    """Each page in turn, open in a window that the tests share which leave it as it is but for its size."""
    with windows.looking() as look:
        yield look(page_of(request.param)).page


@pytest.fixture(params=PAGES)
def page_file(request: pytest.FixtureRequest, page_of: Callable[[str], Path]) -> Path:
    """Each page in turn."""
    return page_of(request.param)
