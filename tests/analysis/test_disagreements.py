"""Disagreements: what is one, how strong, what differs; and how one that was settled opens again."""

import json
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from claimtrack.analysis.disagreements.comparison import updates
from claimtrack.analysis.disagreements.detect import KINDS, disagreements
from claimtrack.analysis.disagreements.positions import Disagreement
from claimtrack.analysis.status import statuses
from claimtrack.domain.vocabulary import ANSWER_KINDS, DISAGREEMENT_KINDS
from tests.support.bundle_ledger import Desk, cases


def told(found: Disagreement, like: dict[str, Any]) -> dict[str, Any]:
    """What the case says of a disagreement, as it was found."""
    words = [position.words for position in found.positions]
    expected = like["positions"]
    if like.get("any_order") and sorted(words) == sorted(expected):
        words = expected
    differs = [
        next((wanted for wanted in like["differs"] if wanted in difference), difference) for difference in found.differs
    ]
    values: dict[str, Any] = {
        "kind": found.kind,
        "strength": found.strength,
        "positions": words,
        "differs": list(dict.fromkeys(differs)),
        "notes": list(found.notes),
        "text": found.text,
        "recorded": found.recorded,
        "any_order": True,
        "reported": [position.words for position in found.positions if position.reported],
    }
    return {name: values[name] for name in like}


@pytest.mark.parametrize("path", cases("disagreements"), ids=lambda path: path.stem)
def test_each_case_has_its_disagreements(path: Path, db_url: str) -> None:
    """Those expected and no others; the statuses and updates that go with them."""
    case = json.loads(path.read_text("utf-8"))
    desk = Desk(db_url)
    desk.record(case["bundle"])
    labels = desk.labels()
    with desk.reading() as conn:
        found = disagreements(conn)
        assert len(found) == len(case["expect"]), found
        by_place = sorted(
            case["expect"], key=lambda e: [(d.kind, d.strength) for d in found].index((e["kind"], e["strength"]))
        )
        assert [told(d, e) for d, e in zip(found, by_place, strict=True)] == by_place
        status = {labels[claim]: s.name for claim, s in statuses(conn).items()}
        for claim, name in case.get("statuses", {}).items():
            assert (claim, status[claim]) == (claim, name)
        rising = [[u.kind, u.earlier.words, u.later.words] for u in updates(conn)]
        assert sorted(rising) == sorted(case.get("updates", rising))
        for disagreement in found:
            for claim in disagreement.claims:
                assert disagreement in disagreements(conn, claims=[claim])
            assert len({p.key for p in disagreement.positions}) == len(disagreement.positions)


def test_every_answer_kind_is_detected() -> None:
    """Each kind of answer, stance, wording and voice has a detector; the rest are recorded."""
    detected = [name for kind in KINDS for name in kind.kinds]
    assert set(detected) == {*ANSWER_KINDS, "stance", "wording", "voice"}
    assert set(DISAGREEMENT_KINDS) - set(detected) == {"attribution", "authenticity"}


def settled(desk: Desk, state: str) -> Disagreement:
    """Settle the one disagreement there is, as a person does; give it back."""
    with desk.reading() as conn:
        (found,) = disagreements(conn)
    desk.record(
        {
            "disagreements": [
                {
                    "id": found.id,
                    "kind": found.kind,
                    "on": found.subject,
                    "state": state,
                    "why": "both counts are of the same night",
                    "positions": [position.key for position in found.positions],
                }
            ]
        }
    )
    with desk.reading() as conn:
        (after,) = disagreements(conn)
    return after


@pytest.mark.parametrize("state", ["resolved", "dismissed"])
def test_a_new_position_opens_it_again(state: str, db_url: str) -> None:
    """Settled, it disputes nothing; a new answer re-opens it and is named, and disputes it again."""
    case = json.loads((cases("disagreements")[0].parent / "figures-certain.json").read_text("utf-8"))
    desk = Desk(db_url)
    desk.record(case["bundle"])
    found = settled(desk, state)
    assert (found.state, found.open, found.new) == (state, False, ())
    assert found.why == "both counts are of the same night"
    ten = desk.claim("Ten were killed")
    with desk.reading() as conn:
        assert statuses(conn, claims=[ten])[ten].name == "unverified"
    desk.record(
        {
            "claims": [
                {
                    "text": "Ninety were killed",
                    "question": "How many were killed?",
                    "answer": {"figure": "90"},
                    "assertions": [{"chain": ["Bo Tamm"], "document": "https://example.org/1"}],
                }
            ]
        }
    )
    with desk.reading() as conn:
        (after,) = disagreements(conn)
        assert after.state == "reopened"
        ninety = desk.claim("Ninety were killed")
        assert [p.claim for p in after.positions if p.key in after.new] == [ninety]
        assert statuses(conn, claims=[ten])[ten].name == "disputed"


def test_a_changed_answer_opens_it_again(sqlite_url: str) -> None:
    """A position whose answer was edited is a new position."""
    case = json.loads((cases("disagreements")[0].parent / "figures-certain.json").read_text("utf-8"))
    desk = Desk(sqlite_url)
    desk.record(case["bundle"])
    settled(desk, "resolved")
    ten = desk.claim("Ten were killed")
    desk.edit(ten, {"answer": {"figure": "11"}})
    with desk.reading() as conn:
        (after,) = disagreements(conn)
    assert after.state == "reopened"
    assert [p.words for p in after.positions if p.key in after.new] == ["11"]


def test_merged_questions_are_one(db_url: str) -> None:
    """Answers to two questions that were merged disagree as those of one do."""
    desk = Desk(db_url)
    questions = ["How many were killed?", "How many died?"]
    desk.record(
        {
            "stories": [{"name": "The night"}],
            "documents": [{"url": "https://example.org/1", "published": "2022-01-06"}],
            "questions": [{"text": q, "answer_kind": "figure"} for q in questions],
            "claims": [
                {
                    "text": f"{n} dead",
                    "question": q,
                    "answer": {"figure": n},
                    "assertions": [{"chain": [who], "document": "https://example.org/1"}],
                }
                for n, q, who in (("10", questions[0], "Police"), ("40", questions[1], "Monitors"))
            ],
        }
    )
    with desk.reading() as conn:
        assert disagreements(conn) == []
    desk.record({"merges": [{"kind": "question", "kept": questions[1], "merged": questions[0], "why": "the same"}]})
    with desk.reading() as conn:
        (found,) = disagreements(conn)
        assert found.text == questions[1]
        assert disagreements(conn, claims=[desk.claim("10 dead")]) == [found]


def test_very_many_answers_are_held_against_each_other(sqlite_url: str) -> None:
    """A question with more answers than are paired keeps its farthest ones."""
    desk = Desk(sqlite_url)
    desk.record(
        {
            "stories": [{"name": "The night"}],
            "documents": [{"url": "https://example.org/1", "published": "2022-01-06"}],
            "questions": [{"text": "How many?", "answer_kind": "figure"}],
            "claims": [
                {
                    "text": f"{n} dead",
                    "question": "How many?",
                    "answer": {"figure": str(n)},
                    "assertions": [{"chain": [f"Source {n}"], "document": "https://example.org/1"}],
                }
                for n in range(1000, 1500)
            ],
        }
    )
    with desk.reading() as conn:
        (found,) = disagreements(conn)
    assert found.positions[0].words == "1000"
    assert found.positions[-1].words == "1499"


@pytest.mark.parametrize("path", cases("disagreements"), ids=lambda path: path.stem)
def test_the_minute_of_a_publication_changes_nothing(path: Path, sqlite_url: str) -> None:
    """A piece of a day and the same piece with its hours: the same disagreements, updates and revisions."""
    bundle = json.loads(path.read_text("utf-8"))["bundle"]
    whole, minutes = (Desk(f"{sqlite_url}.{name}") for name in ("days", "minutes"))
    for desk, written in ((whole, "{}"), (minutes, "{}T{:02}:30-07:00")):
        for number, document in enumerate(bundle.get("documents", ())):
            if "published" in document:
                document["published"] = written.format(document["published"][:10], 23 - 5 * number % 24)
        desk.record(bundle)
    with whole.reading() as one, minutes.reading() as other:
        assert [found.strength for found in disagreements(one)] == [found.strength for found in disagreements(other)]
        assert [found.text for found in disagreements(one)] == [found.text for found in disagreements(other)]
        for first, second in zip(updates(one), updates(other), strict=True):
            said = ("kind", "text", "earlier.words", "later.words")
            assert attrgetter(*said)(first) == attrgetter(*said)(second)
