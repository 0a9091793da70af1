"""Every page in a real browser: quiet, whole, with its ways about it, and readable by everybody."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Look, PageOf

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")
ALL = {"resultTypes": ["violations"]}
SHAPES = {**ALL, "rules": {"color-contrast": {"enabled": False}}}
COLOURS = {**ALL, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
EVERYWHERE = [(width, scheme, ALL) for width in WIDTHS for scheme in SCHEMES]
ENOUGH = [(360, "light", ALL), (768, "light", SHAPES), (1440, "light", SHAPES), (1440, "dark", COLOURS)]
"""Colours do not change with the width, nor anything else with the scheme; a short page is looked at in every way."""

LINKS = """() => Array.from(document.querySelectorAll("a, area, use, image"), (link) => ({
  to: link.getAttribute("href"), rel: link.getAttribute("rel") || "", text: link.textContent}))"""
IDS = """() => Array.from(document.querySelectorAll("[id]"), (one) => one.id)"""
NAMED_BY = """() => Array.from(document.querySelectorAll("[aria-labelledby], [aria-describedby], label[for]"), (one) =>
  ["aria-labelledby", "aria-describedby", "for"].map((name) => one.getAttribute(name) || "").join(" ")
).join(" ").split(" ").filter(Boolean)"""
UNSEEN = """(query) => Array.from(document.querySelectorAll(query)).filter((one) =>
  !one.checkVisibility({visibilityProperty: true, opacityProperty: true}) || !one.getBoundingClientRect().height
).map((one) => one.textContent.trim().slice(0, 80))"""
OPEN = """() => document.querySelectorAll("details").forEach((one) => { one.open = true; })"""
SHOWN = """all => all.map((figure) => Array.from(figure.querySelectorAll("svg, table")).filter((one) =>
  one.checkVisibility()).length)"""
TOO_WIDE = """() => Array.from(document.querySelectorAll("body *")).filter((one) =>
  one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, .skip")
).map((one) => one.outerHTML.slice(0, 120)).slice(0, 5)"""


def test_it_is_quiet(look: Look, page_file: Path) -> None:
    """It asks nobody for anything, tells the console nothing, and its policy has nothing to stop."""
    seen = look(page_file)
    for summary in seen.page.locator("summary").all():
        summary.click()
    assert seen.trouble() == []
    policy = seen.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_every_link_lands(page_read: Page) -> None:
    """Within the page on an id that is there once; outside it over http, telling nobody where one comes from."""
    ids = page_read.evaluate(IDS)
    assert sorted(ids) == sorted(set(ids))
    assert set(page_read.evaluate(NAMED_BY)) <= set(ids)
    links = page_read.evaluate(LINKS)
    assert links
    for link in links:
        if link["to"].startswith("#"):
            assert link["to"][1:] in ids, link
        else:
            assert re.match(r"https?://", link["to"]), link
            assert "noreferrer" in link["rel"], link


def test_what_needs_a_decision_stands_first(look: Look, page_of: PageOf) -> None:
    """Before the texts, with links to the claims; the figures that conflict stand there alone, one below the other."""
    page = look(page_of("demo-desk"), width=390).page
    assert page.locator("main > section").first.get_attribute("id") == "decide"
    conflict = page.locator("#decide .scroll").first
    claim = conflict.locator("td a").first
    assert page.locator(f"#figures a[href='{claim.get_attribute('href')}']").count() == 0
    assert conflict.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    for name in ("who counts", "conflict"):
        cell = conflict.locator(f"td[data-head='{name}']").first
        assert name in cell.evaluate("(one) => getComputedStyle(one, '::before').content")
    claim.click()
    page.wait_for_url("**#C*")


def test_the_public_sees_the_figures_side_by_side_first(look: Look, page_of: PageOf) -> None:
    """Those that can be compared, above what is known; the others below, without a table."""
    page = look(page_of("demo-public")).page
    assert page.locator("main > section").first.get_attribute("id") == "figures"
    assert page.locator("#figures table tbody tr").count() > page.locator("#figures table").count() > 0
    assert page.locator("#single table").count() == 0 < page.locator("#single .item").count()


def test_a_phone_says_who_counts_and_shows_no_empty_cell(look: Look, page_of: PageOf) -> None:
    """In the public's table too, which has no column of claims; what is empty keeps its place in the table's rows."""
    for edition in ("desk", "public"):
        page = look(page_of(f"demo-{edition}"), width=390).page
        who = page.locator("td[data-head='who counts']").first
        assert "who counts" in who.evaluate("(one) => getComputedStyle(one, '::before').content")
        empty = page.locator(".stack td", has_text=re.compile(r"^\s*-\s*$"))
        assert empty.count() > 0
        assert set(empty.evaluate_all("all => all.map((one) => one.clientWidth)")) <= {0, 1}


def test_the_public_reads_first_who_says_it(look: Look, page_of: PageOf) -> None:
    """No heading of a claim begins with what is only said; the desk reads the claim first."""
    for edition, first in (("public", True), ("desk", False)):
        claims = look(page_of(f"demo-{edition}")).page.locator("article.claim h3 > bdi:first-of-type")
        assert set(claims.evaluate_all("all => all.map((one) => one.classList.contains('speakers'))")) == {first}


def test_claims_can_be_linked_to(page_read: Page) -> None:
    """Each has an address of its own, which holds its id, and a link to it."""
    for claim in page_read.locator("article.claim .whole").all():
        anchor = claim.get_attribute("id") or ""
        assert re.fullmatch(r"claim-[0-9a-z]{24}", anchor)
        assert claim.locator(f"a[href='#{anchor}']").count() == 1


def test_every_picture_has_a_name_and_its_table(page_read: Page) -> None:
    """What is drawn is also said in words and can be read as rows."""
    for figure in page_read.locator("figure.picture").all():
        assert figure.locator("figcaption h2").inner_text()
        assert figure.locator("table tbody tr").count() > 0
        drawing = figure.locator("svg").first
        assert drawing.get_attribute("role") == "img"
        name = drawing.get_attribute("aria-label") or drawing.locator("title").first.text_content()
        assert name
        assert name.strip()
    for width in (390, 1200):
        page_read.set_viewport_size({"width": width, "height": 900})
        assert set(page_read.locator("figure.picture").evaluate_all(SHOWN)) <= {1}, width


@pytest.mark.parametrize("name", ["demo-desk", "sample-legal", "demo-public"])
def test_the_filter_shows_what_fits(look: Look, page_of: PageOf, name: str) -> None:
    """Each choice leaves the claims that bear it, and says how many they are."""
    seen = look(page_of(name))
    cards = seen.page.locator("article.claim")
    total = cards.count()
    fields = {"status": "status", "source": "sources", "flag": "flags"}
    tried = 0
    for select in seen.page.locator("form.filter select").all():
        attribute = fields[select.get_attribute("name") or ""]
        for value in select.locator("option").evaluate_all("all => all.map((one) => one.value)"):
            select.select_option(value)
            fit = cards.evaluate_all(
                "(all, [name, value]) => all.filter((one) => !value ||"
                " one.dataset[name].split(' ').includes(value)).map((one) => one.querySelector('.whole').id)",
                [attribute, value],
            )
            left = cards.evaluate_all(
                "all => all.filter((one) => one.checkVisibility()).map((one) => one.querySelector('.whole').id)"
            )
            assert left == fit
            assert fit
            told = seen.page.locator("form.filter output").inner_text()
            assert told.startswith(f"{len(fit)} of {total} " if len(fit) < total else f"{total} claim")
            tried += 1
        select.select_option("")
    assert tried > 3
    assert seen.trouble() == []


def test_a_link_to_a_claim_that_is_filtered_out_shows_it(look: Look, page_of: PageOf) -> None:
    """By its number and by its permalink, from the page and from outside."""
    file = page_of("demo-desk")
    page = look(file).page
    chosen = page.locator("form.filter select[name=status]")
    hidden = page.locator("article.claim[data-status=disputed]").first
    whole = hidden.locator(".whole")
    for anchor in (whole.locator(".permalink").get_attribute("id"), whole.get_attribute("id")):
        chosen.select_option("on-record")
        assert not hidden.is_visible()
        page.evaluate("(to) => { location.hash = to; }", anchor)
        hidden.wait_for(state="visible")
        assert chosen.input_value() == ""
        assert page.evaluate("(to) => document.getElementById(to).getBoundingClientRect().top < innerHeight", anchor)
        page.evaluate("location.hash = ''")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_opens_what_it_leads_to(look: Look, page_of: PageOf, scripts: bool) -> None:
    """Claims and texts are folded to a line each; a link to a claim or to its words opens one, even without scripts."""
    page = look(page_of("demo-desk"), scripts=scripts).page
    claim = page.locator("article.claim").nth(3)
    sentence = claim.locator(".saying").first
    assert not sentence.is_visible()
    assert claim.evaluate("(one) => one.getBoundingClientRect().height < 60")
    page.locator(f"#decide a[href='#{claim.locator('.permalink').get_attribute('id')}']").first.click()
    sentence.wait_for(state="visible")
    assert claim.locator("h3").evaluate("(one) => one.getBoundingClientRect().top >= 0")
    page.locator(".reading > details").evaluate_all("all => all.forEach((one) => { one.open = false; })")
    claim.get_by_role("link", name="in the text").first.click()
    page.locator(".reading .text").first.wait_for(state="visible")


def test_all_claims_open_and_fold_at_once(look: Look, page_of: PageOf) -> None:
    """For browsers that do not search what is folded away."""
    page = look(page_of("demo-public")).page
    folded = page.locator("article.claim > details:not([open])")
    count = folded.count()
    page.get_by_role("button", name="Open all").press("Enter")
    assert folded.count() == 0
    page.get_by_role("button", name="Fold all").click()
    assert folded.count() == count > 3


def test_a_strange_address_breaks_nothing(look: Look, page_of: PageOf) -> None:
    """What follows the # may be anything."""
    seen = look(page_of("demo-desk"))
    for strange in ("%", "%E0%A4%A", "C999", "claim-'\"><b>", "__proto__"):
        seen.page.evaluate("(to) => { location.hash = to; }", strange)
        seen.page.wait_for_timeout(30)
    assert seen.trouble() == []


def test_it_is_whole_without_scripts(look: Look, page_file: Path) -> None:
    """Everything can be read, what is folded away opens, and nothing is offered that would not work."""
    page = look(page_file, scripts=False).page
    assert page.evaluate(UNSEEN, "article.claim, article.document, article.reading p, h1, h2") == []
    assert not page.locator("form.filter").is_visible()
    for details in page.locator("details").all():
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        assert page.evaluate("(one) => one.lastElementChild.checkVisibility()", details.element_handle())


def test_it_prints(page_read: Page) -> None:
    """As a PDF it holds every claim, every text, and what is folded away on the screen; nothing is cut off."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(page_read.pdf(format="A4"))).pages
    printed = _letters("".join(one.extract_text() for one in pages))
    wanted = page_read.locator(
        "article.claim h3 bdi, .row p, details li, details p:not(.permalink), details td, h1"
    ).all_text_contents()
    assert wanted
    missing = [text for text in wanted if _letters(text) not in printed]
    assert not missing


def _letters(text: str) -> str:
    """Only letters and digits: a PDF keeps no spaces, and its lines break where they must."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isascii() and c.isalnum())


@pytest.mark.parametrize(
    ("name", "ways"),
    [("demo-desk", ENOUGH), ("demo-public", EVERYWHERE), ("sample-legal", ENOUGH), ("article-desk", ENOUGH)],
)
def test_everybody_can_read_it(look: Look, page_of: PageOf, name: str, ways: list[tuple[int, str, object]]) -> None:
    """axe-core finds nothing, in light and dark, on a phone, a tablet and a wide screen; nothing runs off the side."""
    from axe_playwright_python.sync_playwright import Axe

    page = look(page_of(name)).page
    page.evaluate(OPEN)
    for width, scheme, rules in ways:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), page.evaluate(TOO_WIDE)
        found = Axe().run(page, options=rules)
        assert found.violations_count == 0, f"{width} px, {scheme}:\n{found.generate_report()[:4000]}"


def test_every_control_is_reached_by_keyboard(look: Look, page_of: PageOf) -> None:
    """With the Tab key alone: links, what opens, choices, and tables that scroll; the place is seen."""
    page = look(page_of("demo-desk"), width=360).page
    page.evaluate(OPEN)
    wanted = page.evaluate(
        """() => {
          const all = Array.from(document.querySelectorAll("a[href], summary, select, button, .scroll"));
          all.forEach((one, at) => { one.dataset.at = at; });
          return all.filter((one) => one.checkVisibility()).length;
        }"""
    )
    reached = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        at, outlined = page.evaluate(
            """() => { const one = document.activeElement; const style = getComputedStyle(one);
              return [one.dataset.at ?? null, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0]; }"""
        )
        if at is not None:
            reached.add(at)
            assert outlined, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    assert len(reached) == wanted


def test_the_skip_link_is_first(look: Look, page_of: PageOf) -> None:
    """One key leads past the ways about the page, to the claims."""
    page = look(page_of("demo-desk")).page
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate(
        "(one) => one === document.activeElement && one.getBoundingClientRect().left >= 0"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**#claims")
