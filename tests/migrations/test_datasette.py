"""A ledger in the real datasette, as docs/datasette.yaml has it: it reads well, and text stays text."""

import asyncio
import json
import sqlite3
import subprocess
import sys
import warnings
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimtrack.ledger.store.tables import PROJECTED, READING_VIEWS
from tests.support.bundle_ledger import Desk
from tests.support.tree import ROOT

pytestmark = pytest.mark.whole

METADATA = ROOT / "docs" / "datasette.yaml"
SHOWN = tuple(view for view in READING_VIEWS if view != "source_names")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger called claims.db, with markup wherever somebody can write."""
    path = tmp_path / "claims.db"
    desk = Desk(str(path))
    desk.record(
        {
            "stories": [{"name": f"Flood {HOSTILE}"}],
            "sources": [{"name": "Ines", "kind": "witness", "role": HOSTILE}, {"name": HOSTILE, "kind": "outlet"}],
            "documents": [{"url": "https://courier.example/flood", "title": HOSTILE, "publisher": HOSTILE}],
            "questions": [{"text": f"How many {HOSTILE}?", "answer_kind": "figure"}],
            "claims": [
                {
                    "text": f"Ten boats {HOSTILE}",
                    "kind": "figure",
                    "question": f"How many {HOSTILE}?",
                    "answer": {"figure": "about 10"},
                    "assertions": [
                        {
                            "chain": [{"source": "Ines", "basis": "witnessed"}, "Coast Wire"],
                            "document": "https://courier.example/flood",
                            "quote": {"exact": HOSTILE},
                        }
                    ],
                    "assessments": [{"verdict": "supported", "why": HOSTILE, "by": HOSTILE, "on": "2022-01-07"}],
                    "requests": [{"asked": HOSTILE, "answer": HOSTILE, "outcome": "replied"}],
                    "tags": [HOSTILE],
                },
                {"text": "javascript:alert(3)", "assertions": [{"chain": ["Ines"], "release": "off-record"}]},
            ],
        }
    )
    return path


def _asked(path: Path, *pages: str) -> list[tuple[int, str]]:
    """Status and text of pages of datasette on a ledger, without a server."""

    async def ask() -> list[tuple[int, str]]:
        from datasette.app import Datasette  # half a second

        app = Datasette([], immutables=[str(path)], metadata=yaml.safe_load(METADATA.read_text("utf-8")))
        await app.invoke_startup()
        found = []
        for page in pages:
            answer = await app.client.get(page)
            found.append((answer.status_code, answer.text))
        for database in app.databases.values():
            database.close()
        return found

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return asyncio.run(ask())


def test_every_view_reads_well(ledger: Path) -> None:
    """Each page is there, described, with its facets; what claimtrack works with is out of the way."""
    described: dict[str, Any] = yaml.safe_load(METADATA.read_text("utf-8"))["databases"]["claims"]["tables"]
    found = _asked(ledger, "/claims", *(f"/claims/{view}" for view in SHOWN), *(f"/claims/{one}" for one in PROJECTED))
    front = found[0][1]
    assert found[0][0] == 200
    for view, (status, page) in zip(SHOWN, found[1:], strict=False):
        assert status == 200
        assert f'href="/claims/{view}"' in front
        words = described[view]["description"].split("'")[0].split(":")[0]
        assert words in page, view
        for facet in described[view].get("facets", ()):
            assert f"_facet={facet}" in page or f'data-column="{facet}"' in page, (view, facet)
    for status, _ in found[1 + len(SHOWN) :]:
        assert status == 403
    assert "hidden table" not in front
    assert "claim_history" not in front


def test_the_file_describes_what_there_is(ledger: Path) -> None:
    """Every view and table is in it, no other; every column, facet and order it names is there; each query runs."""
    described = yaml.safe_load(METADATA.read_text("utf-8"))["databases"]["claims"]
    with closing(sqlite3.connect(ledger)) as conn:
        sql = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'search_terms_%'"
        there = {name for (name,) in conn.execute(sql)}
        assert {one for one in described["tables"] if not one.startswith("search_terms_")} == there
        for view in SHOWN:
            columns = {column[0] for column in conn.execute(f"SELECT * FROM {view}").description}
            entry = described["tables"][view]
            named = {
                *entry.get("columns", ()),
                *entry["facets"],
                *filter(None, (entry.get("sort"), entry.get("sort_desc"))),
            }
            assert named <= columns, view
        names = dict.fromkeys(("claim_id", "name", "question", "record_id"), "Ines")
        for query in described["queries"].values():
            conn.execute(query["sql"], names).fetchall()


def test_text_stays_text(ledger: Path) -> None:
    """Markup that somebody wrote is shown as it was written, in tables, facets and queries."""
    pages = [f"/claims/{view}" for view in SHOWN]
    pages += ["/claims/claims?_facet=claim", "/claims/heard_from_or_through?name=script", "/claims/sources?_facet=role"]
    found = _asked(ledger, *pages)
    for page, (status, words) in zip(pages, found, strict=True):
        assert status == 200, page
        assert "<script>alert" not in words, page
        assert "<img src=x" not in words, page
        assert 'href="javascript:' not in words, page
    assert sum("&lt;script&gt;alert(1)" in words for _, words in found) > 8


def test_the_whole_ledger_is_in_the_file(ledger: Path) -> None:
    """What is off the record too: the file is for those who may see all of it, and the page says so."""
    (_, front), (_, rows) = _asked(ledger, "/", "/claims/attributions.json?_shape=objects")
    assert "off the record or under embargo included" in front
    assert {row["release"] for row in json.loads(rows)["rows"]} == {"not stated", "off-record"}
    chains = {row["claim"][:3]: row["chain"] for row in json.loads(rows)["rows"]}
    assert chains["Ten"].startswith("Ines → Coast Wire → ")


def test_the_command_of_the_readme_runs(ledger: Path) -> None:
    """`datasette -i FILE --metadata docs/datasette.yaml --get PATH` answers, and ends."""
    command = [sys.executable, "-W", "ignore", "-m", "datasette", "-i", str(ledger), "--metadata", str(METADATA)]
    done = subprocess.run([*command, "--get", "/claims/changes.json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["rows"]
