"""A site in a folder, read as a browser would: its links, ids and texts."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

VOID = {"meta", "link", "br", "img", "input", "hr"}


@dataclass
class Read:
    """A page: its tags with their attributes, its ids, and the text of each claim and article by its id.

    The text of an article without an id, which is one to read, is under "".
    """

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    articles: dict[str, str] = field(default_factory=dict)
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self._open: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.read.tags.append((tag, values))
        if values.get("id"):
            self.read.ids.append(str(values["id"]))
        if tag in ("a", "link") and values.get("href") is not None:
            self.read.links.append(str(values["href"]))
        if tag not in VOID:
            name = str(values.get("id") or "")
            has_text = name.startswith("claim-") or (tag == "article" and (name or values.get("class") == "reading"))
            self._open.append((tag, name if has_text else None))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, tag
        assert self._open.pop()[0] == tag, tag

    def handle_data(self, data: str) -> None:
        self.read.text += data
        inside = [tag for tag, _ in self._open]
        if {"h1", "h3"}.isdisjoint(inside):
            for _, name in self._open:
                if name is not None:
                    self.read.articles[name] = self.read.articles.get(name, "") + data


def read_page(text: str) -> Read:
    """A page; every tag in it must be closed where it was opened."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert not reader._open
    return reader.read


def read_site(folder: Path) -> dict[str, Read]:
    """Every page of a site by its path."""
    found = sorted(folder.rglob("*.html"))
    return {path.relative_to(folder).as_posix(): read_page(path.read_text("utf-8")) for path in found}


def lands(folder: Path, pages: dict[str, Read], page: str, link: str) -> bool:
    """Whether a link of a page leads to a file of the site, and to a place in it."""
    path, _, anchor = link.partition("#")
    target = (folder / page).parent.joinpath(unquote(path)).resolve() if path else (folder / page).resolve()
    if not target.is_file() or not target.is_relative_to(folder.resolve()):
        return False
    name = target.relative_to(folder.resolve()).as_posix()
    return not anchor or anchor in pages[name].ids
