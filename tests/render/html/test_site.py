"""A story as a site: every link lands, nothing runs, nothing restricted leaves, and it says what the one page says."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from claimtrack.actions.exports import write_site
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from claimtrack.ledger.editions import EDITIONS
from claimtrack.queries.report.compose import report_page
from claimtrack.render.html import site as pages_module
from claimtrack.render.html import site_pages
from claimtrack.render.html.page import as_html
from claimtrack.render.html.site_pages import MARKER, TOP_NAMES
from tests.queries.test_site import NOW, _story
from tests.render.html.site_files import Read, lands, read_page, read_site
from tests.support.bundle_ledger import Desk
from tests.support.tree import ROOT

GRAIN: dict[str, Any] = json.loads((ROOT / "tests/cases/reports/grain-terminal.json").read_text("utf-8"))
NAMES = re.compile(
    r"index\.html|(documents|sources|disagreements|updates)(/\d+)?\.html|lists/[a-z-]+(-\d+)?\.html"
    r"|(claims|documents|sources)/[a-z2-7]{2}/[a-z2-7]{24}(-\d+)?\.html|sources/unnamed/\d+(-\d+)?\.html"
)
HOSTILE = (
    "\"><script>alert(1)</script><img src=x onerror=alert(2)> ' onmouseover='alert(3)' javascript:alert(4) "
    "../../etc/passwd {{ 7*7 }} {% raw %} &lt;b&gt; \u202ereversed\u2066 C1 D999999 P3"
)


def _ledger(url: str, bundle: dict[str, Any] = GRAIN) -> LedgerDatabase:
    Desk(url).record({name: value for name, value in bundle.items() if name != "claimtrack"})
    return open_ledger(url, clock=lambda: NOW)


def _written(ledger: LedgerDatabase, folder: Path, edition: str, **more: Any) -> dict[str, Read]:
    write_site(ledger, folder, story=_story(ledger), edition=edition, **more)
    return read_site(folder)


def _sound(folder: Path, pages: dict[str, Read]) -> None:
    """What holds for every page of every site."""
    assert "index.html" in pages
    assert {path.name for path in folder.iterdir()} <= set(TOP_NAMES)
    for name, read in pages.items():
        assert NAMES.fullmatch(name), name
        assert [one for one, many in Counter(read.ids).items() if many > 1] == [], name
        tags = {tag for tag, _ in read.tags}
        assert not tags & {"script", "style", "iframe", "img", "form", "object", "base", "svg"}, name
        html = next(values for tag, values in read.tags if tag == "html")
        assert html["lang"] == "en"
        policy = next(v["content"] for t, v in read.tags if v.get("http-equiv") == "Content-Security-Policy")
        assert policy is not None
        assert policy.startswith("default-src 'none'; style-src 'self' file:;")
        assert sum(tag == "h1" for tag, _ in read.tags) == 1, name
        for tag, values in read.tags:
            assert not {one for one in values if one.startswith("on") or one in ("style", "src", "srcset")}, name
            if tag == "a":
                href = values["href"]
                assert href, name
                if href.startswith(("https://", "http://")):
                    assert values["rel"] == "noreferrer noopener"
                else:
                    assert lands(folder, pages, name, href), (name, href)
            elif tag == "link" and values["rel"] == "stylesheet":
                assert (folder / name).parent.joinpath(str(values["href"])).resolve() == (
                    folder / "style.css"
                ).resolve()
            else:
                assert "href" not in values or values["href"] == "data:,", (name, tag, values)
    _reached(pages)


def _reached(pages: dict[str, Read]) -> None:
    """Every page can be come to from the first one."""
    seen, fresh = set(), {"index.html"}
    while fresh:
        seen |= fresh
        inside = {
            (Path("/") / name).parent.joinpath(link.partition("#")[0]).as_posix()
            for name in fresh
            for link in pages[name].links
            if link.partition("#")[0] and "//" not in link
        }
        fresh = {re.sub(r"/[^/]+/\.\.(?=/)|^/", "", _plain(link)) for link in inside} & set(pages) - seen
    assert seen == set(pages)


def _plain(path: str) -> str:
    while (shorter := re.sub(r"/[^/.][^/]*/\.\.(?=/)", "", path)) != path:
        path = shorter
    return path


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("few", [False, True])
def test_every_link_lands(
    sqlite_url: str, tmp_path: Path, edition: str, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On every page, of lists of one page or of many."""
    if few:
        for module in (site_pages, pages_module):
            for name in {"LINES_A_PAGE", "DISAGREEMENTS_A_PAGE"} & set(vars(module)):
                monkeypatch.setattr(module, name, 1)
    pages = _written(_ledger(sqlite_url), tmp_path / "site", edition)
    _sound(tmp_path / "site", pages)
    assert ("lists/unverified-2.html" in pages) == few
    assert ("sources.html" in pages) == (edition != "public")
    # The first page begins with what needs a decision; figures that are in conflict, or risen, stand side by side.
    assert "figures" in pages["index.html"].ids
    assert ("Only one figure is recorded" in pages["index.html"].text) is False
    panels = [name for name in pages["index.html"].ids if name.startswith("panel-")]
    assert edition == "public" or panels[:2] == ["panel-parts", "panel-todo"]


def _words(text: str) -> str:
    """A card's words, its links to a page of the site or to the same page apart."""
    return " ".join(text.split())


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_says_what_the_one_page_says(sqlite_url: str, tmp_path: Path, edition: str) -> None:
    """Of every claim the same statements, and of every document the same text with the same notes."""
    ledger = _ledger(sqlite_url)
    pages = _written(ledger, tmp_path / "site", edition)
    with ledger.reading() as conn:
        one = read_page(as_html(report_page(conn, story=_story(ledger), edition=edition, now=NOW)))
    told = {name: _words(text) for name, text in one.articles.items() if name.startswith("claim-")}
    assert len(told) > 10
    for anchor, words in told.items():
        record = anchor.removeprefix("claim-")
        read = pages[f"claims/{record[:2]}/{record}.html"]
        assert _words(read.articles[anchor]).endswith(words.removeprefix("Link to this claim "))
    readings = [_words(text) for name, text in one.articles.items() if not name]
    shown = [_words(text) for name, read in pages.items() for at, text in read.articles.items() if not at]
    assert len(readings) == (0 if edition == "public" else len(shown))  # the public's page shows no whole texts
    for text in readings:
        bare = text.partition("Attributed to somebody")[2]
        assert any(bare and bare in other for other in shown) or "not shown here" in text


def test_nothing_restricted_is_in_any_file(sqlite_url: str, tmp_path: Path) -> None:
    """Neither what is off the record, nor a name that an edition may not show, nor an id made from it."""
    ledger = _ledger(sqlite_url)
    for edition in EDITIONS:
        folder = tmp_path / edition
        write_site(ledger, folder, story=_story(ledger), edition=edition)
        text = "\n".join(f"{path}\n{path.read_text('utf-8')}" for path in folder.rglob("*") if path.is_file())
        assert "knew of the failed inspections" not in text
        assert ("Inspector K" in text) == (edition == "desk")
        assert ("inspectorkinspectorkaaaa" in text) == (edition == "desk")
        assert ("Usually reliable" in text) == (edition == "desk")
    write_site(ledger, tmp_path / "all", story=_story(ledger), restricted=True)
    assert any("knew of the failed inspections" in p.read_text("utf-8") for p in (tmp_path / "all").rglob("*.html"))


def _hostile(value: Any, name: str = "") -> Any:
    """The same bundle, with what people write made hostile, and what refers to it made so alike."""
    if isinstance(value, dict):
        return {key: _hostile(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_hostile(one, name) for one in value]
    if isinstance(value, str) and name in ("summary", "title", "role", "qualifier", "why", "text", "described_as"):
        return f"{value} {HOSTILE}"
    return value


def test_hostile_text_stays_text(sqlite_url: str, tmp_path: Path) -> None:
    """No tag, no attribute, no link and no name of a file comes from what anybody wrote."""
    bundle = _hostile({name: value for name, value in GRAIN.items() if name != "questions"})
    bundle["questions"] = GRAIN.get("questions", [])
    bundle["stories"][0]["name"] = HOSTILE
    for source in bundle["sources"]:
        source.pop("qualifier", None)
    for document in bundle["documents"]:  # a text is shown as it is, in a paragraph of its own
        if "text" in document:
            document["text"] = document["text"].replace("\u202e", "").replace("\u2066", "")
    bundle["documents"].append({"title": HOSTILE, "publisher": HOSTILE, "published": "2031-03-05"})
    bundle["claims"].append(
        {
            "text": HOSTILE,
            "assertions": [{"chain": [{"source": HOSTILE, "hedge": HOSTILE}], "document": HOSTILE}],
            "evidence": [{"bearing": "supports", "text": HOSTILE, "credit": HOSTILE}],
            "tags": [HOSTILE],
            "notes": [{"text": HOSTILE}],
        }
    )
    ledger = _ledger(sqlite_url, bundle)
    for edition in EDITIONS:
        pages = _written(ledger, tmp_path / edition, edition)
        _sound(tmp_path / edition, pages)
        assert any("<script>alert(1)</script>" in read.text for read in pages.values())
        for read in pages.values():
            assert "49" not in read.text.partition("etc/passwd ")[2][:4]
            assert "\u202e" not in read.text
            assert "\u2066" not in read.text


def test_a_story_without_claims_is_a_site_too(sqlite_url: str, tmp_path: Path) -> None:
    """Nothing to tell is told."""
    ledger = _ledger(sqlite_url, {"stories": [{"name": "Nothing yet"}]})
    for edition in EDITIONS:
        pages = _written(ledger, tmp_path / edition, edition)
        _sound(tmp_path / edition, pages)
        assert "Nothing is recorded yet." in pages["index.html"].text
        assert (tmp_path / edition / MARKER).is_file()
