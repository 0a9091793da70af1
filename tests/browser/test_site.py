"""The pages of a site in a real browser, straight from their folder: quiet, styled, in the window, readable by all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimtrack.actions.exports import write_site
from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.editions import EDITIONS
from tests.browser.conftest import Look
from tests.browser.test_page import ALL, OPEN, TOO_WIDE
from tests.queries.test_site import _story


@pytest.fixture(scope="session")
def site_of(made: Path, ledger_of: Callable[[str], LedgerDatabase]) -> Callable[[str], list[Path]]:
    """A function that gives a page of every kind of an edition's site, two of the desk's."""
    held: dict[str, list[Path]] = {}

    def site(edition: str) -> list[Path]:
        if edition not in held:
            folder = made / f"site-{edition}"
            ledger = ledger_of("demo")
            write_site(ledger, folder, story=_story(ledger), edition=edition)
            kinds = (
                "index.html",
                "*.html",
                "lists/*.html",
                "claims/*/*.html",
                "documents/*/*.html",
                "sources/*/*.html",
            )
            most = 2 if edition == "desk" else 1
            found = [path for kind in kinds for path in sorted(folder.glob(kind))[: 6 if kind == "*.html" else most]]
            held[edition] = list(dict.fromkeys(found))
        return held[edition]

    return site


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_kind_of_page_reads(look: Look, site_of: Callable[[str], list[Path]], edition: str) -> None:
    """Nothing is asked for but the stylesheet, which holds; nothing runs out of the window; axe finds nothing."""
    from axe_playwright_python.sync_playwright import Axe

    seen = look(site_of(edition)[0])
    for at, file in enumerate(site_of(edition)):
        width, scheme = ((360, "light"), (768, "dark"), (1440, "light"))[at % 3]
        seen.page.set_viewport_size({"width": width, "height": 900})
        seen.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        seen.go(file)
        assert [one for one in seen.trouble() if not one.endswith("/style.css")] == [], file
        paper = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(23, 22, 20)" if scheme == "dark" else "rgb(255, 253, 249)"), file
        seen.page.evaluate(OPEN)
        assert seen.page.evaluate(TOO_WIDE) == [], (file, width)
        found = Axe().run(seen.page, options=ALL).response["violations"]
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == [], file


def test_ways_lead_from_page_to_page(look: Look, site_of: Callable[[str], list[Path]]) -> None:
    """From the first screen to a claim, to its words in the text, and back; without scripts."""
    page = look(site_of("desk")[0], scripts=False).page
    page.locator(".panel").get_by_text("C1", exact=True).first.click()
    page.wait_for_url("**/claims/**")
    page.locator("a", has_text="in the text").first.click()
    page.wait_for_url("**/documents/**#t1-1-*")
    page.locator(".tags").get_by_text("C1", exact=True).first.click()
    assert page.locator("h1").inner_text().startswith("C1 ")
