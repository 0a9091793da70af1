"""The stories whose pages are looked at: the sample rows, the demo's ledger, and a real article's attributions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claimtrack.actions.imports import import_file
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from claimtrack.queries.report.compose import ReportPage, report_page
from claimtrack.render.html.page import as_html
from tests.render.sample_reports import REPORTS
from tests.support.tree import ROOT

STORIES = ("sample", "demo", "article")
NOW = datetime(2033, 5, 12, 7, 30, tzinfo=UTC)
ARTICLE = "cases/almaty-2022-01-06"


def sample(edition: str) -> ReportPage:
    """The sample's rows in an edition; it has no texts."""
    return ReportPage(REPORTS[edition], (), ())


def told(ledger: LedgerDatabase, edition: str, *, now: datetime = NOW) -> ReportPage:
    """The page of the one story of a ledger."""
    with ledger.reading() as connection:
        story = connection.exec_driver_sql("SELECT id FROM story").scalar_one()
        return report_page(connection, story=story, edition=edition, now=now)


def demo(path: Path) -> LedgerDatabase:
    """The ledger of `claimtrack demo`, made in a home of its own."""
    home = {"HOME": str(path.parent), "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "claimtrack", "demo", "--quiet", "--keep", str(path)]
    subprocess.run(command, check=True, capture_output=True, env={**home, "PATH": os.defpath}, cwd=path.parent)
    return open_ledger(str(path))


def article(path: Path, third_party: Path) -> LedgerDatabase:
    """A ledger of what somebody else found in a real article."""
    folder = third_party / ARTICLE
    bundle = path.with_suffix(".json")
    found = json.loads((folder / "attributions.json").read_text("utf-8"))
    text = (folder / "article.txt").read_text("utf-8")
    bundle.write_text(json.dumps(_bundle(found, text)), "utf-8")
    ledger = open_ledger(str(path), create=True)
    done = import_file(ledger, str(bundle), by="tests")
    assert done.records is not None
    assert not done.records.problems
    return ledger


def _bundle(found: dict[str, Any], text: str) -> dict[str, Any]:
    facts = found["document"]
    title, publisher = facts["title"], facts["publisher"]
    document = {
        "title": title,
        "publisher": publisher,
        "published": facts["published"],
        "language": facts["language"],
        "bylines": [{"source": one["name"], "dateline": one["dateline"]} for one in facts["bylines"]],
        "text": text,
    }
    claims = [*_attributed(found["attributions"], title), *_own(found["own_voice"], title, publisher)]
    return {"claimtrack": 1, "stories": [{"name": title}], "documents": [document], "claims": list(_once(claims))}


def _attributed(rows: list[dict[str, Any]], document: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        first, *others = row["chain"]
        hop = {"naming": row["naming"], "basis": row["basis"]} | ({"source": first} if first else {})
        figure = row.get("figure")
        said = {
            "chain": [hop, *({"source": name} for name in others)],
            "document": document,
            "stance": row["stance"],
            "quote": row["anchor"],
            "quote_kind": row["quote_kind"],
            "evidence_given": row["evidence_given"],
        }
        answer = {name: figure[name] for name in ("unit", "counting", "scope") if figure and name in figure}
        if figure:
            answer["figure"] = figure["text"]
        elif row.get("label_words"):
            answer["label"] = row["label"]
            said["label_words"] = row["label_words"]
        kind = "figure" if figure else "characterisation" if answer else row["claim_kind"]
        yield {"text": row["claim"], "kind": kind, "assertions": [said]} | ({"answer": answer} if answer else {})


def _own(rows: list[dict[str, Any]], document: str, publisher: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        quote = {name: row[name] for name in ("exact", "start", "end")}
        said = {"chain": [publisher], "document": document, "quote": quote, "quote_kind": "own"}
        yield {"text": row["claim"], "assertions": [said]}


def _once(claims: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The claims of one wording as one, with what each says of it."""
    found: dict[str, dict[str, Any]] = {}
    for claim in claims:
        kept = found.setdefault(claim["text"], claim)
        if kept is not claim:
            kept["assertions"].extend(claim["assertions"])
    yield from found.values()


def written(folder: Path, name: str, shown: ReportPage) -> Path:
    """The page as a file of the folder."""
    path = folder / f"{name}.html"
    path.write_text(as_html(shown), "utf-8")
    return path
