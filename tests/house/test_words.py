"""What no file of the project may hold: one machine's paths, registries' hosts, unfinished work.

The patterns are put together from pieces, so that this file may hold them.
"""

import re

import pytest

from tests.support.tree import ROOT, project_files


def _one_of(*words: tuple[str, ...]) -> str:
    return "|".join(re.escape("".join(pieces)) for pieces in words)


REGISTRIES = _one_of(
    ("pypi", ".org"),
    ("python", "hosted.org"),
    ("npm", "js.org"),
    ("npm", "js.com"),
    ("crates", ".io"),
    ("ruby", "gems.org"),
    ("proxy.gol", "ang.org"),
    ("deb.deb", "ian.org"),
    ("conda", ".anaconda.org"),
)
# The folders at the root of a machine's disk, not those that end a URL or a relative path.
FOLDERS = _one_of(("wo", "rk"), ("ro", "ot"), ("User", "s"))
PATHS = rf"(?:(?<![\w.~/*}}-])|file://)/(?:{FOLDERS})/"
UNFINISHED = _one_of(("TO", "DO"), ("FIX", "ME"), ("XX", "X"))
TOOLS = _one_of(
    ("anthr", "opic"),
    ("cla", "ude"),
    ("chat", "gpt"),
    ("copi", "lot"),
    ("open", "ai"),
    ("sub", "agent"),
    ("as an a", "i "),
    ("generated", " with"),
)

FORBIDDEN = {
    "a package registry's host": re.compile(rf"\b(?:{REGISTRIES})\b", re.IGNORECASE),
    "a path of one machine": re.compile(PATHS),
    "unfinished work": re.compile(rf"\b(?:{UNFINISHED})\b"),
    "a writing tool's name": re.compile(rf"\b(?:{TOOLS})", re.IGNORECASE),
}


SHORT = "unfinished work"
"""Three letters may stand by chance among the bytes of a picture."""


def found_in(text: str) -> list[str]:
    """What a text holds that it may not: `line: what: the words`, in order of the kinds."""
    return [
        f"{text.count(chr(10), 0, match.start()) + 1}: {what}: {match[0]}"
        for what, pattern in FORBIDDEN.items()
        if what != SHORT or "\0" not in text
        for match in pattern.finditer(text)
    ]


def test_no_file_holds_them() -> None:
    """Every file of the project, whatever its kind, is searched."""
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in project_files()
        for line in found_in(path.read_bytes().decode("utf-8", errors="replace"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "pieces",
    [
        ("https://py", "pi.org/simple"),
        ("cd /wo", "rk/main"),
        ("file:///ro", "ot/notes"),
        ("# TO", "DO: later"),
        ("asked Cla", "ude"),
    ],
)
def test_they_are_found(pieces: tuple[str, ...]) -> None:
    """The patterns find what they are for."""
    assert len(found_in("".join(pieces))) == 1


@pytest.mark.parametrize(
    "text", ["https://example.org/work/1", "../root/x", "net/work/", "a todo list", "{base}/work/"]
)
def test_other_words_pass(text: str) -> None:
    """And nothing else."""
    assert found_in(text) == []
