"""References on a page are links; the same letters in somebody's own words are not."""

from itertools import cycle

import pytest

from claimtrack.queries.report.compose import ReportPage
from claimtrack.queries.report.views import ReportStory
from claimtrack.render.html.links import link_references, links_within_page, mask_references
from claimtrack.render.html.page import as_html
from tests.browser.hostile import filled
from tests.render.sample_reports import REPORTS

KNOWN = links_within_page(claims=4, documents=1, disagreements=0)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("C1, C2 and D1", ["C1", "C2", "D1"]),
        ("C1-C4", ["C1", "C4"]),
        ("C5 and P1 are not here", []),
        ("PC1 C1a xD1", []),
        ("<b>C1</b>", ["C1"]),
    ],
)
def test_what_is_known_is_a_link(words: str, found: list[str]) -> None:
    """And all else is escaped."""
    made = str(link_references(words, KNOWN))
    assert [part.split('"')[0] for part in made.split('href="#')[1:]] == found
    assert "<b>" not in made


def test_somebodys_own_words_are_no_reference() -> None:
    """C4 is an explosive too; the words themselves are kept."""
    row = mask_references(ReportStory("0" * 24, "C4 and D1", "C1-C2", None))
    assert link_references(row.name, KNOWN) == "C4 and D1"
    assert link_references(row.summary or "", KNOWN) == "C1-C2"


@pytest.mark.parametrize("edition", REPORTS)
def test_no_text_makes_links(edition: str) -> None:
    """A page whose every text speaks of C4 has the links of one whose texts do not, and shows the words as they are."""
    pages = {
        words: as_html(ReportPage(filled(REPORTS[edition], cycle([words])), (), ()))
        for words in ("some C4, P2, D1", "words")
    }
    speaking, silent = pages.values()
    assert speaking.count("href=") == silent.count("href=")
    assert "\u034f" not in speaking
    assert "some C4, P2, D1" in speaking


def test_what_was_found_false_has_a_panel_of_its_own() -> None:
    """A reader of the public's page is not told it below "What is known"."""
    page = as_html(ReportPage(REPORTS["public"], (), ()))
    known, _, rest = page.partition('<h2 id="panel-known">')[2].partition("</section>")
    assert "tested in April" in known
    assert "A wall of the dam broke" not in known
    false = rest.partition("What we found to be false</h2>")[2].partition("</section>")[0]
    assert "A wall of the dam broke" in false
