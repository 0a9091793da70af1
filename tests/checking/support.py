"""Ledgers that drafts are held against in tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from claimtrack.checking.draft_check import DraftRule
from claimtrack.checking.rules import DRAFT_RULES
from claimtrack.checking.run import Checker
from claimtrack.queries.check_data import load_check_data
from claimtrack.reading.input import FileKind
from claimtrack.rules.rule import DraftFinding
from tests.support.bundle_ledger import CASES, Desk

DRAFTS = CASES / "drafts"
NOT_DRAFTS = ("ledger", "verified")

PEOPLE: list[dict[str, Any]] = [
    {"name": "Lena Orr", "kind": "person", "role": "harbour master", "speaks_for": "Harbour Board"},
    {"name": "Harbour Board", "kind": "organisation", "aliases": ["the board"]},
    {"name": "Ivo Brandt", "kind": "person", "role": "Transport Minister"},
    {"name": "Mila", "qualifier": "sailor", "kind": "witness", "role": "sailor"},
    {"name": "Coast Wire", "kind": "news-agency"},
    {"name": "The Courier", "kind": "outlet"},
]


def stories() -> list[Path]:
    """The folders of drafts, by name."""
    return sorted(path for path in DRAFTS.iterdir() if path.is_dir())


def drafts(story: Path) -> list[Path]:
    """The drafts of a story, by name: those with a file of what is expected beside them."""
    return sorted(p for p in story.iterdir() if p.suffix != ".json" and p.with_suffix(".json").exists())


def desk_of(story: Path, url: str) -> Desk:
    """A desk with the ledger of a story."""
    desk = Desk(url)
    desk.record({k: v for k, v in json.loads((story / "ledger.json").read_text("utf-8")).items() if k != "claimtrack"})
    for claim in json.loads((story / "verified.json").read_text("utf-8")):
        desk.verify(claim, "2026-05-09")
    return desk


def checker(desk: Desk) -> Checker:
    """A checker of all that a desk's ledger holds, texts that are held back too."""
    with desk.reading() as conn:
        return Checker(load_check_data(conn, desk.ledger.now(), held_back=True))


def small(url: str, claims: Sequence[dict[str, Any]], text: str = "", **bundle: Any) -> Desk:
    """A desk with a story of these claims; `text` is that of the one document, "https://courier.example/a"."""
    document = {"url": "https://courier.example/a", "title": "Storm", "publisher": "The Courier"}
    document["published"] = "2026-03-02"
    desk = Desk(url)
    desk.record(
        {
            "stories": [{"name": "Storm"}],
            "sources": PEOPLE,
            "documents": [{**document, **({"text": text} if text else {})}],
            "claims": list(claims),
            **bundle,
        }
    )
    return desk


Checking = Callable[..., Checker]
"""Gives a checker of a ledger made as `small` makes it; the same ledger is made once."""


def said(source: str | dict[str, Any], **more: Any) -> dict[str, Any]:
    """An assertion of a source in the one document."""
    return {"chain": [source], "document": "https://courier.example/a", **more}


def found(
    held: Desk | Checker,
    draft: str,
    kind: FileKind = "text",
    rules: Sequence[DraftRule] = DRAFT_RULES,
    *,
    restricted: bool = True,
) -> list[DraftFinding]:
    """What is found on a draft."""
    ready = held if isinstance(held, Checker) else checker(held)
    return ready.check(ready.read("draft", draft, kind), rules, restricted=restricted)


def codes(held: Desk | Checker, draft: str, kind: FileKind = "text") -> list[str]:
    """The codes of what is found on a draft, in order."""
    return [one.code for one in found(held, draft, kind)]
