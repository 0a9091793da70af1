"""Contests: the same as comparing every two answers, without doing so."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.analysis.disagreements import contest as module
from claimtrack.analysis.disagreements import figures
from claimtrack.analysis.disagreements.answers import AnswerGiven, QuestionAsked, clash, reading
from claimtrack.analysis.disagreements.contest import SEVERAL_WORDS, contest
from claimtrack.analysis.disagreements.positions import CERTAIN, Difference, difference_texts
from claimtrack.analysis.origins import CountedAssertion, before
from tests.support.effort import examples

DAYS = (None, "2022-01-01", "2022-01-02")
PLAIN = CountedAssertion(
    **dict.fromkeys(CountedAssertion._fields)  # type: ignore[arg-type]
    | {"id": "id", "claim": "claim", "has_quote": 0, "hops": 1, "stance": "asserts"}
    | {"naming": "named", "basis": "told", "quote_kind": "direct"},
)


def assertion(body: str | None, day: str | None, label: str | None = None) -> CountedAssertion:
    """An assertion of a body on a day."""
    return PLAIN._replace(
        top_body=body, published_lo=day, published_hi=day, publication_days=(day, day), label_words=label
    )


def answer(number: int, low: int, wide: int, held: list[CountedAssertion], **fields: object) -> AnswerGiven:
    """The figure from `low` to `low + wide` as the answer of claim `number`."""
    days = [said.date_lo for said in held if said.date_lo]
    values: dict[str, object] = {"claim": f"{number:04}", "words": f"{low} to {low + wide}", "word": str(low)}
    values |= {"low": str(low), "high": str(low + wide), "unit": "people", "assertions": held}
    values |= dict.fromkeys(("low_open", "high_open", "approximate", "vague"), False)
    values |= dict.fromkeys(("counting", "scope", "for_date", "claim_lo", "claim_hi"))
    values |= {"lo": min(days, default=None), "hi": max(days, default=None)}
    values |= fields
    figure = ("low", "high", "low_open", "high_open", "approximate", "vague", "unit")
    values["reading"] = reading(*(values[name] for name in figure))  # type: ignore[arg-type]
    return AnswerGiven(identity=(), **values)  # type: ignore[arg-type]


def question(kind: str, answers: list[AnswerGiven], *, cumulative: bool = False) -> QuestionAsked:
    """A question with these answers."""
    return QuestionAsked("q", None, "How many?", kind, True, cumulative, None, None, None, {}, answers)


ASSERTIONS = st.lists(
    st.builds(
        assertion,
        st.sampled_from((None, "Police", "Monitors")),
        st.sampled_from(DAYS),
        st.sampled_from((None, "reported", "own")),
    ),
    min_size=1,
    max_size=2,
)
ANSWERS = st.lists(
    st.builds(
        answer,
        st.just(0),
        st.integers(1, 2),
        st.integers(0, 1),
        ASSERTIONS,
        counting=st.sampled_from((None, None, "soldiers", "unstated")),
        unit=st.sampled_from(("people", "people", "People", "houses")),
        approximate=st.booleans(),
    ),
    min_size=4,
    max_size=12,
).map(lambda some: [one._replace(claim=f"{number:04}") for number, one in enumerate(some)])


def plain(asked: QuestionAsked) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """The definition: every two answers compared, in order."""
    strengths: dict[str, str] = {}
    differs: list[Difference] = []
    notes: dict[str, None] = {}
    compare = figures.clash if asked.kind == "figure" else clash
    for a, b in combinations(asked.answers, 2):
        found = compare(asked, a, b)
        if found is None or not held_by_others(a, b, of_one=asked.kind not in SEVERAL_WORDS):
            continue
        for one in (a, b):
            if strengths.get(one.claim) != CERTAIN:
                strengths[one.claim] = found.strength
        differs += found.differs
        notes.update(dict.fromkeys(found.notes))
    return strengths, difference_texts(differs), tuple(notes)


def held_by_others(a: AnswerGiven, b: AnswerGiven, *, of_one: bool) -> bool:
    """Whether somebody holds `a` against somebody else's `b`, and not only one origin, later."""
    return any(
        x.top_body is None
        or x.top_body != y.top_body
        or (
            of_one
            and not (
                before(x.date_hi, y.date_lo) or before(y.date_hi, x.date_lo) or before(a.hi, b.lo) or before(b.hi, a.lo)
            )
        )
        for x in a.assertions
        for y in b.assertions
    )


@settings(max_examples=examples(400))
@given(
    st.sampled_from(("figure", "figure", "label", "cause", "place", "time")),
    ANSWERS,
    st.booleans(),
    st.sampled_from((0, module.FEW)),
)
def test_it_is_what_comparing_every_two_gives(
    kind: str, answers: list[AnswerGiven], cumulative: bool, few: int
) -> None:
    """Strengths, and what differs in the same order, of few answers and of many."""
    asked = question(kind, answers, cumulative=cumulative)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW", few)
        found = contest(asked)
    expected = plain(asked)
    if found is None:
        assert expected == ({}, (), ())
    else:
        assert (found.strengths, found.differs, found.notes) == expected


@pytest.mark.parametrize(("days", "cumulative"), [(1, False), (1, True), (100_000, False)])
def test_twice_the_answers_are_no_more_than_twice_the_work(
    days: int, cumulative: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pairs looked at, of answers of one day in few values and of answers each of its own day."""
    pairs = 0
    plainly = module._pairs

    def counted(*args: object) -> object:
        nonlocal pairs
        for pair in plainly(*args):  # type: ignore[arg-type]
            pairs += 1
            yield pair

    monkeypatch.setattr(module, "_pairs", counted)
    took = []
    for size in (180, 360):
        pairs = 0
        answers = [
            answer(n, n % 20, 0, [assertion(f"Body {n % 7}", f"{n % days:07}")], words=f"{n % 20}") for n in range(size)
        ]
        contest(question("figure", answers, cumulative=cumulative))
        took.append(pairs)
    assert took[1] <= 2.4 * max(1, took[0])


def test_what_differs_between_pairs_is_told_once_for_each_thing() -> None:
    """With all that is said of it, in the order in which it comes, and the answers that do not say it in one."""
    pairs = [
        Difference("who is counted", ("cooks for “12”", "not said for “14”")),
        Difference("“12” is in people, “9” in boats"),
        Difference("date", unsaid=("“12”",)),
        Difference("who is counted", ("cooks for “12”", "clerks, and guards for “9”")),
        Difference("who is counted", unsaid=("“10 and 2”",)),
        Difference("place and hours", ("Orsa for “12”", "Kesra for “9”")),
        Difference("date", unsaid=("“9”", "“12”", "“8”")),
    ]
    assert difference_texts(pairs) == (
        "who is counted: cooks for “12”, not said for “14”, clerks, and guards for “9”",
        "“12” is in people, “9” in boats",
        "date not given for “12”, “9” and “8”",
        "who is counted not given for “10 and 2”",
        "place and hours: Orsa for “12”, Kesra for “9”",
    )
