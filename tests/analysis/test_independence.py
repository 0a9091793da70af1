"""Independence: what is counted, why it is not more, and what falls when a carrier withdraws."""

from collections.abc import Callable
from typing import Any

import pytest

from claimtrack.analysis.independence import DEPENDENCE, Support
from claimtrack.queries.judgement import judge_claims
from tests.support.bundle_ledger import Desk

SOURCES = [
    {"name": "The Courier", "kind": "outlet"},
    {"name": "The Herald", "kind": "outlet"},
    {"name": "Northwire", "kind": "news-agency"},
    {"name": "State", "kind": "government", "sides": [{"name": "government"}]},
    {"name": "Police", "kind": "organisation", "speaks_for": "State"},
    {"name": "Ana Ilves", "kind": "witness", "sides": [{"name": "strikers"}]},
    {"name": "Bo Tamm", "kind": "witness"},
    {"name": "officials", "kind": "group"},
    {"name": "activists", "kind": "group"},
]
DOCUMENTS = [
    {"url": "https://example.org/1", "publisher": "The Courier", "published": "2022-01-06"},
    {"url": "https://example.org/2", "publisher": "The Herald", "published": "2022-01-07"},
    {"url": "https://example.org/3", "publisher": "The Herald", "published": "2022-01-07"},
]
SAW = {"basis": "witnessed"}


def said(*chain: Any, at: int = 1, **fields: Any) -> dict[str, Any]:
    """An assertion in the document of that number."""
    return {"chain": list(chain), "document": f"https://example.org/{at}", **fields}


Judge = Callable[..., tuple[Desk, Support]]


@pytest.fixture
def judge(db_url: str) -> Judge:
    """Records one claim with these assertions and gives its support."""

    def record(*assertions: dict[str, Any], **more: Any) -> tuple[Desk, Support]:
        desk = Desk(db_url)
        desk.record(
            {
                "stories": [{"name": "The strike"}],
                "sources": SOURCES,
                "documents": DOCUMENTS,
                "claims": [{"text": "The gate was shut", "assertions": list(assertions)}],
                **more,
            }
        )
        claim = desk.claim("The gate was shut")
        with desk.reading() as conn:
            return desk, judge_claims(conn, [claim]).supports[claim]

    return record


def test_ten_articles_from_one_wire_story_are_one_origin(judge: Judge) -> None:
    """Documents and outlets are counted, the origin once; it falls with the wire."""
    desk, found = judge(
        said({"source": "Ana Ilves", **SAW}, "Northwire"),
        said({"source": "Ana Ilves", **SAW}, "Northwire", at=2),
        said({"source": "Ana Ilves", **SAW}, "Northwire", at=3),
    )
    assert (found.documents, found.outlets, found.origins) == (3, 2, "1 origin")
    assert found.cut is not None
    assert [desk.labels()[source] for source in found.cut.sources] == ["Northwire"]
    assert found.cut.falls_to == 0
    assert [desk.labels()[source] for source in found.first_hand] == ["Ana Ilves"]


def test_two_witnesses_through_one_agency_are_two_origins_on_one_carrier(judge: Judge) -> None:
    """Counted as two, corroborated by none, and both fall with the agency."""
    desk, found = judge(
        said({"source": "Ana Ilves", **SAW}, "Northwire"),
        said({"source": "Bo Tamm", **SAW}, "Northwire", at=2),
    )
    assert found.origins == "2 origins"
    assert found.pair is None
    assert [way.code for way in found.false_ways] == ["one-carrier"]
    assert [desk.labels()[source] for source in found.carriers] == ["Northwire"]
    assert found.cut is not None
    assert found.cut.falls_to == 0


def test_it_takes_two_to_withdraw_where_there_are_two_ways(judge: Judge) -> None:
    """One witness in two papers: the count falls only when both are gone."""
    desk, found = judge(said({"source": "Ana Ilves", **SAW}), said({"source": "Ana Ilves", **SAW}, at=2))
    assert found.cut is not None
    assert sorted(desk.labels()[s] for s in found.cut.sources) == ["The Courier", "The Herald"]
    assert found.cut.falls_to == 0


def test_nothing_falls_where_nobody_carries(judge: Judge) -> None:
    """What was said to the recorder has no carrier to withdraw."""
    _, found = judge({"chain": [{"source": "Ana Ilves", **SAW}]})
    assert found.cut is None
    assert found.documents == found.outlets == 0


def test_opposed_sides_that_agree_are_labelled(judge: Judge) -> None:
    """A side comes with the body a source speaks for."""
    desk, found = judge(said("Police"), said({"source": "Ana Ilves", **SAW}, at=2))
    assert found.opposed
    assert found.pair is not None
    assert {desk.labels()[source] for source in found.pair} == {"Police", "Ana Ilves"}
    assert found.sides == ("government", "strikers")
    assert found.false_ways == ()


def test_groups_that_speak_for_nobody_give_two_readings(judge: Judge) -> None:
    """The weaker reading is shown beside the stronger."""
    _, found = judge(said("officials"), said("activists", at=2))
    assert (found.origins_low, found.origins_high, found.origins) == (1, 2, "1-2 origins")
    assert [way.code for way in found.false_ways] == ["group"]


def test_outlets_and_rumours_are_no_origins(judge: Judge) -> None:
    """Untraced and nobody named: told as why there is no more."""
    desk, found = judge(said("The Courier"), said({"naming": "hearsay"}, at=2))
    assert found.origins == "no origin"
    assert [way.code for way in found.false_ways] == ["untraced", "no-origin"]
    assert [desk.labels()[source] for source in found.untraced] == ["The Courier"]


def test_merged_documents_count_as_one(judge: Judge) -> None:
    """A repost recorded as a document of its own, then merged, is no second document."""
    desk, found = judge(said({"source": "Ana Ilves", **SAW}, at=2), said({"source": "Ana Ilves", **SAW}, at=3))
    assert found.documents == 2
    desk.record(
        {
            "merges": [
                {
                    "kind": "document",
                    "kept": "https://example.org/2",
                    "merged": "https://example.org/3",
                    "why": "a repost",
                }
            ]
        }
    )
    claim = desk.claim("The gate was shut")
    with desk.reading() as conn:
        assert judge_claims(conn, [claim]).supports[claim].documents == 1


def test_merged_sources_count_as_one(judge: Judge) -> None:
    """Two names of one person are one origin."""
    desk, found = judge(said({"source": "Ana Ilves", **SAW}), said("A. Ilves", at=2))
    assert found.origins == "1-2 origins"
    desk.record({"merges": [{"kind": "source", "kept": "Ana Ilves", "merged": "A. Ilves", "why": "the same"}]})
    claim = desk.claim("The gate was shut")
    with desk.reading() as conn:
        assert judge_claims(conn, [claim]).supports[claim].origins == "1 origin"


def test_every_way_has_words() -> None:
    """A reason is a sentence a reader understands."""
    assert all(text and text[0].islower() for text in DEPENDENCE.values())
