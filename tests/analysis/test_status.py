"""Status: the order of the rules, each way in which two origins are not two, what never moves one."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from claimtrack.analysis.judged_claims import judged
from claimtrack.analysis.origins import assertion_origins
from claimtrack.analysis.scope import ClaimScope
from claimtrack.analysis.status import REASONS, VERDICT_WORDS, statuses
from claimtrack.domain.vocabulary import CLAIM_VERDICTS, STATUSES
from tests.support.bundle_ledger import Desk, cases


def recorded(url: str, case: dict[str, Any]) -> Desk:
    """A desk with a case in it; `verified` claims are judged supported by their evidence."""
    desk = Desk(url)
    desk.record(case["bundle"])
    for claim, on in case.get("verified", {}).items():
        desk.verify(claim, on)
    return desk


@pytest.mark.parametrize("path", cases("status"), ids=lambda path: path.stem)
def test_every_claim_has_its_status(path: Path, db_url: str) -> None:
    """Each claim of the case has the status and reason expected, alone and among all."""
    case = json.loads(path.read_text("utf-8"))
    desk = recorded(db_url, case)
    labels = desk.labels()
    with desk.reading() as conn:
        found = statuses(conn)
        told = {
            labels[claim]: {
                "status": status.name,
                "reason": status.reason_code,
                **(
                    {"denied": [labels[denial.source] for denial in status.denials]}
                    if "denied" in case["expect"][labels[claim]]
                    else {}
                ),
            }
            for claim, status in found.items()
        }
        assert told == case["expect"]
        for claim, status in found.items():
            assert statuses(conn, claims=[claim]) == {claim: status}
            assert status.name in STATUSES
            assert status.reason_text
        story = conn.execute(text("SELECT id FROM story")).scalar_one()
        assert statuses(conn, story=story) == found


@pytest.mark.parametrize("path", cases("status"), ids=lambda path: path.stem)
def test_what_origins_settle_alone_is_the_status(path: Path, sqlite_url: str) -> None:
    """Where the origins ask for no closer look and no answer is disputed, their word is the last."""
    case = json.loads(path.read_text("utf-8"))
    desk = recorded(sqlite_url, case)
    with desk.reading() as conn:
        found = statuses(conn)
        every = ClaimScope()
        told = {
            claim: (status, reason)
            for claim, _, status, reason, _, opposed, several in judged(conn, every, assertion_origins(conn, every))
            if not (opposed or several)
        }
        settled = {claim: (found[claim].name, found[claim].reason_code) for claim in told}
    differing = {claim for claim in told if told[claim] != settled[claim]}
    assert {settled[claim] for claim in differing} <= {("disputed", "disagreement")}
    assert len(told) > len(differing)


def test_every_verdict_that_decides_nothing_has_words() -> None:
    """A claim left unverified by a verdict says by which."""
    assert set(CLAIM_VERDICTS) - {"refuted", "conflicting-evidence"} == set(VERDICT_WORDS)
    assert all(REASONS.values())


def test_no_claims_no_statuses(sqlite_url: str) -> None:
    """An empty ledger, and an empty list of claims, have no statuses."""
    desk = Desk(sqlite_url)
    with desk.reading() as conn:
        assert statuses(conn) == {}
        assert statuses(conn, claims=[]) == {}


def test_a_source_counts_for_its_body_only_while_it_speaks_for_it(db_url: str) -> None:
    """After the spokesman left, what he says is his own; undated, his last body's."""
    desk = Desk(db_url)
    desk.record(
        {
            "stories": [{"name": "The fall"}],
            "sources": [
                {"name": "Ministry", "kind": "government"},
                {
                    "name": "Pell",
                    "kind": "person",
                    "speaks_for": {"source": "Ministry", "until": "2022-01-31"},
                },
            ],
            "documents": [
                {"url": "https://example.org/1", "published": "2022-01-10"},
                {"url": "https://example.org/2", "published": "2022-02-10"},
            ],
            "claims": [
                {
                    "text": text_,
                    "assertions": [
                        {"chain": [{"source": "Pell", "basis": "witnessed"}], "document": pell},
                        {"chain": ["Ministry"], "document": "https://example.org/2"},
                    ],
                }
                for text_, pell in (
                    ("While in office", "https://example.org/1"),
                    ("After leaving", "https://example.org/2"),
                )
            ],
        }
    )
    with desk.reading() as conn:
        found = {desk.labels()[c]: s.reason_code for c, s in statuses(conn).items()}
    assert found == {"While in office": "one-origin", "After leaving": "independent-origins"}
