"""Decisions of a review that are not in a ledger yet, kept on disk as they are made: one line a key.

They stand in the platform's state folder, by ledger and document: they are one person's, of one machine, and lose their
use once they are recorded. A line is on disk before the next key is read, so that a power cut loses that key at most;
a line that was cut short is passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.decisions import DECISIONS, claim_line, claim_of_line
from claimtrack.actions.reading.proposal_items import ProposedClaim
from claimtrack.actions.reading.review import ACCEPT, SKIP, SavedReview
from claimtrack.cli.user_folders import user_folder
from claimtrack.safe_files import make_private_folder, refuse_ledger_file, write_private

Line = dict[str, Any]


class SavedDecisions:
    """The kept decisions on one document (an id) of one ledger: its id, and the file `database` that it is in."""

    def __init__(self, ledger: str, document: str, *, database: Path | None) -> None:
        folder = user_folder("state") / "read" / ledger
        self.file = folder / f"{document}.jsonl"
        self._database = database

    def read(self, article: Article) -> SavedReview:
        """What was kept of a review of this article; what cannot be read, or stands in another text, is passed over."""
        decisions: dict[str, str] = {}
        edited: dict[str, ProposedClaim] = {}
        apart: set[str] = set()
        names: dict[str, str] = {}
        described: dict[str, str] = {}
        for line in self._lines():
            mark = line.get("mark")
            if isinstance(line.get("called"), str) and isinstance(line.get("name"), str):
                names[line["called"]] = line["name"]
            elif isinstance(line.get("described"), str) and isinstance(line.get("as"), str):
                described[line["described"]] = line["as"]
            elif isinstance(line.get("apart"), str):
                apart.add(line["apart"])
            elif isinstance(mark, str):
                proposed = _kept_claim(line["line"], article) if "line" in line else None
                if proposed is not None:
                    edited[mark] = replace(proposed, mark=mark, edited=line.get("edited") is not False)
                    decisions.pop(mark, None)
                # What is accepted is what was seen then: without it there is nothing to accept.
                if line.get("decision") in DECISIONS and (proposed is not None or line["decision"] != ACCEPT):
                    decisions[mark] = line["decision"]
        fresh = {mark: decision for mark, decision in decisions.items() if decision != SKIP}
        return SavedReview(fresh, edited, frozenset(apart), names, described)

    def decided(self, claims: Sequence[ProposedClaim], decision: str) -> None:
        """Keep a decision; of what was accepted, as it was seen then, since it may be read otherwise another time."""
        self._append(
            {"mark": proposed.mark, "decision": decision, **(_as_seen(proposed) if decision == ACCEPT else {})}
            for proposed in claims
        )

    def changed(self, proposed: ProposedClaim, decision: str | None = None) -> None:
        """Keep a proposed claim as it was changed."""
        told = {} if decision is None else {"decision": decision}
        self._append([{"mark": proposed.mark, **_as_seen(proposed), **told}])

    def parted(self, marks: list[str]) -> None:
        """Keep that joint statements were taken apart."""
        self._append({"apart": mark} for mark in marks)

    def renamed(self, called: str, name: str) -> None:
        """Keep what a source is to be called."""
        self._append([{"called": called, "name": name}])

    def described(self, name: str, typed: str) -> None:
        """Keep what was told of a new source."""
        self._append([{"described": name, "as": typed}])

    def recorded(self) -> None:
        """Drop what was accepted, as the ledger has it now; what was rejected, and names, are kept."""
        lines = list(self._lines())
        last = {
            line["mark"]: line["decision"] for line in lines if "decision" in line and isinstance(line.get("mark"), str)
        }
        accepted = {mark for mark, decision in last.items() if decision == ACCEPT}
        rest = [line for line in lines if line.get("mark") not in accepted and line.get("decision") != SKIP]
        if rest:
            write_private(self.file, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in rest))
        else:
            self.forget()

    def forget(self) -> None:
        """Drop everything."""
        self.file.unlink(missing_ok=True)

    def _append(self, lines: Iterable[Line]) -> None:
        refuse_ledger_file(self.file, self._database)
        make_private_folder(self.file.parent)
        with open(self.file, "a", encoding="utf-8", opener=_private) as out:
            out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            out.flush()
            os.fsync(out.fileno())

    def _lines(self) -> Iterator[Line]:
        try:
            text = self.file.read_text("utf-8", errors="replace")
        except OSError:
            return
        for written in text.splitlines():
            try:
                line = json.loads(written)
            except ValueError:
                continue
            if isinstance(line, dict):
                yield line


def _private(file: str, flags: int) -> int:
    """Open a file that nobody else may read."""
    return os.open(file, flags, 0o600)


def _as_seen(proposed: ProposedClaim) -> Line:
    return {"line": claim_line(proposed), "edited": proposed.edited}


def _kept_claim(line: Mapping[str, Any], article: Article) -> ProposedClaim | None:
    """The claim of a kept line; None when its words do not stand in this text, or the line is not whole."""
    try:
        proposed = claim_of_line(line, article)
        whole = article.text[proposed.start : proposed.end] == proposed.assertions[0]["quote"]["exact"]
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        return None
    return proposed if whole else None
