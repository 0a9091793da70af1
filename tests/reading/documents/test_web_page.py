"""The main text of a page."""

import sys
from importlib.util import find_spec
from types import SimpleNamespace

import pytest

from claimtrack.reading.documents import main_text
from claimtrack.reading.documents.web_page import read_main_text

PAGE = (
    "<html><head><title>Dam</title></head><body><nav><a href='/'>Menu</a></nav><article><h1>Dam at Kesra holds</h1>"
    + "<p>The mayor of Kesra said on Sunday that the dam had held through the night, and that nobody was hurt.</p>"
    + "<p>Police and engineers of the water board had been at the gates since the evening, and left at noon.</p>"
    + "<p>The council meets on Tuesday to talk about the lower town, where the road is still under water.</p>"
    + "</article><footer>All rights reserved</footer></body></html>"
)


def test_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text and the title, as the library gives them; what is too short was missed."""
    found = SimpleNamespace(
        extract=lambda _page, include_comments: "The dam\r\nheld. " * 20,
        extract_metadata=lambda _page: SimpleNamespace(title="Dam"),
    )
    monkeypatch.setitem(sys.modules, "trafilatura", found)
    page = read_main_text(b"<p>")
    assert (page.text, page.fields) == ("The dam\nheld. " * 20, {"title": "Dam"})


@pytest.mark.skipif(find_spec("trafilatura") is None, reason="the extra 'web' is not installed")
def test_the_library_itself() -> None:
    """In a process of its own, as a file is read."""
    found = main_text(PAGE)
    assert found is not None
    assert "nobody was hurt" in found.text
    assert "Menu" not in found.text
    assert main_text("<p>Too short.</p>") is None
