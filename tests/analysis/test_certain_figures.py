"""What is told of figures and origins from few columns is what reading all there is about a claim comes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import load
from claimtrack.analysis.disagreements.certain_figures import certain_clashes
from claimtrack.analysis.disagreements.comparison import candidates, updates_of
from claimtrack.analysis.disagreements.contest import contest
from claimtrack.analysis.judged_claims import verdicts
from claimtrack.analysis.origins import assertion_origins, counted_assertions
from claimtrack.analysis.paths import paths, source_facts
from claimtrack.analysis.scope import ClaimScope
from claimtrack.analysis.status import judge, settle
from claimtrack.domain.records import Record
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from tests.ledger.random_changes import examples, nested, typed

FIGURES = ("10", "12", "about 10", "about 12", "12 to 14", "at least 12", "up to 10", "dozens", "more than 11", "16")
MEASURES = ("2.5%", "3%", "about 3%", "more than 2.5%", "10%")
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"text": "How many were hurt?"},
    {"text": "How many were hurt so far?", "cumulative": True, "scope": "the town"},
    {"text": "How many houses burnt?", "unit": "houses"},
    {"text": "How many were seen?", "exclusive": False},
    {"text": "How many were injured?"},
)
SOURCES = {"Aigul": "witness", "Pell": "person", "Ministry": "government", "AFP": "news-agency", "Daily": "outlet"}
SAID = ("2022-01-05", "2022-01-06", "2022-01-05T20:00Z", "../2022-01-05", "2022-01-06/..")
PUBLISHED = ("2022-01-05", "2022-01-06", "2022-01-06T23:30+06:00", "2022-01", None)


ODD = ("source", "said", "stance", "judged", "measure", "unit", "counting", "scope", "for_date", "kind", "verdict")
"""What may be unusual; in a story one of these is."""


def claims(odd: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Claims that are plain figures of sources, days and documents, but for one thing."""

    def one_of(name: str, usual: tuple[Any, ...], *others: Any) -> st.SearchStrategy[Any]:
        return st.sampled_from((*usual, *others) if name == odd else usual)

    assertion = {
        "source": one_of("source", ("Aigul", "Pell", "Ministry"), "AFP", "Daily", None),
        "said": one_of("said", (None,), *SAID),
        "document": st.integers(0, len(PUBLISHED) - 1),
        "stance": one_of("stance", ("asserts",) * 4, "corrects", "denies", "doubts", "withdraws"),
        "basis": st.sampled_from(("witnessed", "told")),
        "verdict": one_of("judged", (None,), "misquoted", "accurate"),
    }
    claim = {
        "question": st.sampled_from((0, 0, 0, 1, 1, 2, 3, 4)),
        "figure": one_of("measure", FIGURES, *MEASURES, *MEASURES),
        "unit": one_of("unit", (None,), "houses", "Houses"),
        "counting": one_of("counting", (None,), "soldiers", "Soldiers", "unstated"),
        "scope": one_of("scope", (None,), "the town", "unstated"),
        "for_date": one_of("for_date", (None,), "2022-01-05", "2022-01-06", "2022-01", "../2022-01-05"),
        "kind": one_of("kind", (None,), "call"),
        "verdict": one_of("verdict", (None,), "supported", "refuted", "conflicting-evidence", "outdated"),
        "assertions": st.lists(st.fixed_dictionaries(assertion), min_size=1, max_size=2),
    }
    return st.lists(st.fixed_dictionaries(claim), min_size=6, max_size=12)


STORIES = st.tuples(st.sampled_from(ODD).flatmap(claims), st.booleans(), st.booleans(), st.booleans())


def told(url: str, described: list[dict[str, Any]], *, dated: bool, merged: bool, settled: bool) -> LedgerDatabase:
    """A ledger of these claims; with `dated`, whom a source speaks for changes, with `merged`, two questions are one.

    With `settled`, one disagreement was resolved for the figures that there are.
    """
    ledger = open_ledger(url, create=True, clock=lambda: datetime(2022, 2, 1, tzinfo=UTC))
    records = [typed("story", name="Flood")]
    records += [typed("source", name=name, kind=kind) for name, kind in SOURCES.items()]
    if dated:
        speaks = [{"source": "Ministry", "since": "2022-01-06"}]
        records.append(typed("source", name="Pell", kind="person", speaks_for=speaks))
    for number, published in enumerate(PUBLISHED):
        more = {} if published is None else {"published": published}
        records.append(typed("document", url=f"https://example.org/{number}", title=f"Piece {number}", **more))
    records += [typed("question", answer_kind="figure", story="Flood", **question) for question in QUESTIONS]
    for number, one in enumerate(described):
        records += claim_records(number, one)
    ledger.write(lambda change: change.record(records), by="desk", kind="add")
    with ledger.reading() as conn:
        questions = {row.text: row.id for row in conn.execute(text("SELECT id, text FROM question"))}
        found = [one for question in load(conn, [questions[QUESTIONS[0]["text"]]]) if (one := contest(question))]
    more_records = []
    if settled and found:
        values = {"id": found[0].id, "kind": "figure", "strength": "certain", "on": found[0].question.id, "why": "seen"}
        more_records.append(typed("disagreement", state="resolved", **values))
    if merged:
        kept, other = questions[QUESTIONS[0]["text"]], questions[QUESTIONS[4]["text"]]
        more_records.append(typed("merge", kind="question", kept=kept, merged=other, why="the same"))
    ledger.write(lambda change: change.record(more_records), by="desk", kind="add")
    return ledger


def claim_records(number: int, one: dict[str, Any]) -> list[Record]:
    """A claim with what is said of it and judged."""
    fields = ("figure", "counting", "scope", "for_date") + (() if one["figure"] in MEASURES else ("unit",))
    answer = {name: one[name] for name in fields if one[name] is not None}
    kind = {} if one["kind"] is None else {"kind": one["kind"]}
    question = QUESTIONS[one["question"]]["text"]
    claim = typed("claim", text=f"Claim {number}", story="Flood", question=question, answer=answer, **kind)
    inner = []
    for place, said in enumerate(one["assertions"]):
        first: dict[str, Any] = {"naming": "hearsay"} if said["source"] is None else {"source": said["source"]}
        first |= {"basis": said["basis"]} | ({} if said["said"] is None else {"said": said["said"]})
        address = f"https://example.org/{said['document']}"
        more = {"document": address, "stance": said["stance"], "quote": {"exact": f"words {place}"}}
        inner.append(typed("assertion", link="claim", chain=[first], **more))
    records = nested(claim, *inner)
    for record, verdict in zip(
        records[:], [one["verdict"], *(said["verdict"] for said in one["assertions"])], strict=True
    ):
        if verdict is not None:
            judged = typed("assessment", link="target", verdict=verdict, why="looked", by="desk")
            judged.parent = record
            records.append(judged)
    return records


def plainly(conn: Connection) -> dict[str, tuple[str, str]]:
    """The status of every claim with its reason, from all there is about it and all answers to its question."""
    every = ClaimScope()
    settled = {row.subject for row in conn.execute(text("SELECT subject FROM disagreement"))}
    asked = [row.id for row in conn.execute(text("SELECT id FROM question"))]
    contests = [found for question in load(conn, asked) if (found := contest(question)) is not None]
    certain = {claim for found in contests if found.question.id not in settled for claim in found.certain}
    assertions, rulings = counted_assertions(conn, every), verdicts(conn, every)
    ways = paths(conn, assertions, source_facts(conn))
    found = {}
    for claim, kind in conn.execute(text("SELECT id, kind FROM claim")):
        about = assertions.get(claim, ()), ways.get(claim, ()), rulings.get(claim, ())
        status = settle(kind, *about, contested="disagreement" if claim in certain else None)
        found[claim] = status.name, status.reason_code
    return found


def test_statuses_are_what_all_there_is_comes_to(new_db_url: Callable[[], str]) -> None:
    """On random figures, dates, origins and verdicts; of every claim, and of each alone."""

    @settings(max_examples=examples(new_db_url(), 40, 8))
    @given(STORIES)
    def holds(story: tuple[list[dict[str, Any]], bool, bool, bool]) -> None:
        described, dated, merged, settled = story
        ledger = told(new_db_url(), described, dated=dated, merged=merged, settled=settled)
        with ledger.reading() as conn:
            expected = plainly(conn)
            found = judge(conn, ClaimScope())
            assert {claim: (one.name, one.reason_code) for claim, one in found.items()} == expected
            for claim, status in list(found.items())[:3]:
                assert judge(conn, ClaimScope(claims=(claim,))) == {claim: status}

    holds()


def test_no_question_with_updates_is_passed_over(new_db_url: Callable[[], str]) -> None:
    """Of the whole ledger, and of one claim."""

    @settings(max_examples=examples(new_db_url(), 60, 8))
    @given(STORIES)
    def holds(story: tuple[list[dict[str, Any]], bool, bool, bool]) -> None:
        described, dated, merged, settled = story
        ledger = told(new_db_url(), described, dated=dated, merged=merged, settled=settled)
        with ledger.reading() as conn:
            asked = [row.id for row in conn.execute(text("SELECT id FROM question"))]
            updated = {question.id for question in load(conn, asked) if updates_of(question)}
            assert updated <= set(candidates(conn, ClaimScope()))
            for claim, question in conn.execute(text("SELECT id, question FROM claim ORDER BY id LIMIT 3")).all():
                if question in updated:
                    assert question in candidates(conn, ClaimScope(claims=(claim,)))

    holds()


FIRST = {"stance": "asserts", "basis": "witnessed", "verdict": None, "said": None, "source": "Aigul", "document": 0}
NEXT_DAY = {"document": 1}
BY_THEN = {"said": "../2022-01-05"}


@pytest.mark.parametrize(
    ("question", "figures", "updated"),
    [
        pytest.param(2, [{}, {}], False, id="one time"),
        pytest.param(2, [{}, NEXT_DAY], True, id="one body, printed a day later"),
        pytest.param(2, [{}, {**NEXT_DAY, "source": "Pell"}], False, id="two bodies"),
        pytest.param(1, [{}, {**NEXT_DAY, "source": "Pell"}], True, id="two bodies, of a toll"),
        pytest.param(2, [{"for_date": "2022-01-05"}, {"for_date": "2022-01-06"}], True, id="for two days"),
        pytest.param(2, [BY_THEN | NEXT_DAY, BY_THEN], True, id="said before a day, printed on two"),
    ],
)
def test_only_questions_that_may_have_updates_are_read(
    new_db_url: Callable[[], str], question: int, figures: list[dict[str, Any]], updated: bool
) -> None:
    """Those of several times, to which one body gave two figures or whose figures only rise."""
    plain = dict.fromkeys(("unit", "counting", "scope", "kind", "verdict"))
    described = [
        {
            **plain,
            "question": question,
            "figure": figure,
            "for_date": more.get("for_date"),
            "assertions": [FIRST | more],
        }
        for figure, more in zip(("10", "16"), figures, strict=True)
    ]
    with told(new_db_url(), described, dated=False, merged=False, settled=False).reading() as conn:
        (asked,) = conn.execute(text("SELECT DISTINCT question FROM claim")).scalars()
        assert candidates(conn, ClaimScope()) == ([asked] if updated else [])
        assert any(updates_of(one) for one in load(conn, [asked])) == updated


def test_plain_figures_need_no_closer_look(new_db_url: Callable[[], str]) -> None:
    """Which of them clash is told from the columns, of those of one day, of two days and by one source."""
    plain = dict.fromkeys(("unit", "counting", "scope", "for_date", "kind", "verdict"))
    said = {"stance": "asserts", "basis": "witnessed", "verdict": None, "said": None}
    by_day = [
        ("10", "Aigul", 0),
        ("about 16", "Pell", 0),
        ("at least 12", "Ministry", 0),
        ("10", "Aigul", 1),
        ("16", "Aigul", 1),
        ("20", "Pell", 4),
    ]
    described = [
        {**plain, "question": 0, "figure": figure, "assertions": [{**said, "source": source, "document": day}]}
        for figure, source, day in by_day
    ]
    ledger = told(new_db_url(), described, dated=False, merged=False, settled=False)
    with ledger.reading() as conn:
        (clashing,) = certain_clashes(conn, ClaimScope(), assertion_origins(conn, ClaimScope())).values()
        assert clashing is not None
        texts = {row.id: row.text for row in conn.execute(text("SELECT id, text FROM claim"))}
    assert {texts[claim] for claim in clashing} == {"Claim 0", "Claim 1", "Claim 2", "Claim 3", "Claim 4"}


def test_what_random_stories_seldom_have(sqlite_url: str) -> None:
    """A figure taken back clashes with none; the day it was said goes before that of print; a scope may be repeated."""
    plain = dict.fromkeys(("unit", "counting", "scope", "for_date", "kind", "verdict"))
    said = {"stance": "asserts", "basis": "witnessed", "verdict": None, "said": None, "document": 0, "source": "Aigul"}
    pell = {**said, "source": "Pell"}
    by_question: list[tuple[int, str, dict[str, Any], list[dict[str, Any]]]] = [
        (0, "10", {}, [said, {**said, "stance": "withdraws", "document": 1}]),
        (0, "16", {}, [pell]),
        (4, "16", {}, [said, {**said, "said": "2022-01-06"}]),
        (4, "10", {}, [pell]),
        (1, "10", {"scope": "the town"}, [said]),
        (1, "16", {}, [pell]),
    ]
    described = [
        {**plain, "question": question, "figure": figure, "assertions": held, **more}
        for question, figure, more, held in by_question
    ]
    with told(sqlite_url, described, dated=False, merged=False, settled=False).reading() as conn:
        found = {claim: (one.name, one.reason_code) for claim, one in judge(conn, ClaimScope()).items()}
        assert found == plainly(conn)
        texts = {row.id: row.text for row in conn.execute(text("SELECT id, text FROM claim"))}
    disputed = {texts[claim] for claim, (_, reason) in found.items() if reason == "disagreement"}
    assert disputed == {"Claim 4", "Claim 5"}
