"""Names of confidential sources that stand in what is written for others, in words that somebody wrote."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections import defaultdict
from dataclasses import dataclass
from html import unescape
from typing import BinaryIO

from claimtrack.ledger.database import LedgerDatabase
from claimtrack.ledger.entries.stored import versions
from claimtrack.ledger.restricted.unnamed import confidential_sources
from claimtrack.ledger.restricted.visibility import restricted_records


@dataclass(frozen=True, slots=True)
class StillNamed:
    """What was found: the names, in alphabetical order, and how many more there are of sources that may not be told.

    Those are known from restricted records alone.
    """

    names: tuple[str, ...] = ()
    untold: int = 0


class ConfidentialNames:
    """Every name and alias, of now and before, of the sources that are not named outside the desk; finds them in texts.

    Of void sources too, and of those merged with one; what a withheld one was called nobody knows any more. What one of
    them is described as is shown in its place, and is none.
    """

    def __init__(self, ledger: LedgerDatabase) -> None:
        self._ledger = ledger
        self._sources: dict[str, set[str]] = defaultdict(set)
        self._found: set[str] = set()
        described: set[str] = set()
        with ledger.reading() as connection:
            for source, some in versions(connection, sorted(confidential_sources(connection))).items():
                for body in (version.body for version in some if version.body is not None):
                    described.add(body.get("described_as", ""))
                    for name in (body["name"], *body.get("aliases", ())):
                        self._sources[name].add(source)
        for name in described & self._sources.keys():
            del self._sources[name]
        self.longest = max(map(len, self._sources), default=0)
        """Characters of the longest name."""

    def found(self, *, restricted: bool) -> StillNamed:
        """What all that was looked through holds. With `restricted` every name is told."""
        if not self._found:
            return StillNamed()
        with self._ledger.reading() as connection:
            hidden = frozenset[str]() if restricted else restricted_records(connection, self._ledger.now()).ids
        told = sorted(name for name in self._found if not self._sources[name] <= hidden)
        return StillNamed(tuple(told), len(self._found) - len(told))

    def look(self, text: str) -> None:
        """Look through a text, or a page: however a name is broken over lines, and whatever is escaped."""
        words = " ".join(unescape(text).split())
        for name in self._sources.keys() - self._found:
            if name in words and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words):
                self._found.add(name)


class WatchedOutput:
    """A binary stream that looks for names in the UTF-8 that is written to it, also where one lies over two pieces."""

    def __init__(self, out: BinaryIO, names: ConfidentialNames) -> None:
        self._out = out
        self._names = names
        self._decoder = getincrementaldecoder("utf-8")(errors="replace")
        self._end = ""

    def write(self, data: bytes) -> int:
        """Write, and look."""
        text = self._end + self._decoder.decode(data)
        self._names.look(text)
        self._end = text[-2 * self._names.longest :] if self._names.longest else ""
        return self._out.write(data)
