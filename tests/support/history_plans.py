"""Plans of random histories: what `marked_history` plays.

A plan is a list of steps. Many begin with steps that bring about what chance alone seldom does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

Step = tuple[str, Mapping[str, Any]]
"""What is done, and the choices that say how."""

_PEOPLE = st.integers(0, 3)
_PAGES = st.integers(0, 1)
_LAST = -1
"""The one of its type that was made last."""
_YES = st.just(True)
_NUMBERS = st.integers(0, 9)
_BELONGING = {"note": _YES, "tag": _YES, "evidence": st.sampled_from(["words", "page"]), "asked": _PEOPLE}
_IN_CONFIDENCE = ("off-record", "embargoed", "embargo without end", "background")
_TERMS = (
    *("on-record", "off-record", "background", "on-record", "off-record", "embargoed"),
    *("embargo over", "embargo without end"),
)
_SPAN = st.tuples(st.integers(0, 20), st.integers(1, 14), st.sampled_from([0, 0, 0, 2, 6]))
"""Of a quotation in a text: its first word, how many words it has, how many are left out in the middle."""
_SAID = st.fixed_dictionaries(
    {"chain": st.lists(_PEOPLE, min_size=1, max_size=3, unique=True), "release": st.sampled_from(_TERMS)},
    optional={
        "page": _PAGES,
        "quote": _SPAN,
        **dict.fromkeys(("occasion", "words", "described_as", "hedge", "foreign", "verdict"), _YES),
        "stance": st.sampled_from(["denies", "doubts"]),
        **_BELONGING,
    },
)
_SAYS: dict[str, st.SearchStrategy[Any]] = {"assertions": st.lists(_SAID, min_size=1, max_size=2)}
_SOURCE = st.fixed_dictionaries(
    {"who": _PEOPLE},
    optional={
        **dict.fromkeys(("confidential", "described_as", "role", "alias", "side", "rating", "note", "foreign"), _YES),
        **dict.fromkeys(("speaks_for", "member_of"), _PEOPLE),
    },
)
_DOCUMENT = st.fixed_dictionaries(
    {"page": _PAGES},
    optional={
        "text": st.integers(1, 4),
        **dict.fromkeys(("publisher", "byline"), _PEOPLE),
        **dict.fromkeys(
            ("file", "same_text", "title", "dateline", "section", "note", "tag", "foreign", "notice", "copy"), _YES
        ),
    },
)
_WITH_IT = st.one_of(st.tuples(st.just("source"), _SOURCE), st.tuples(st.just("document"), _DOCUMENT))
_CLAIM = st.fixed_dictionaries(
    _SAYS,
    optional={
        "passage": _NUMBERS,
        "question": st.integers(0, 1),
        "answer": st.sampled_from(["text", "label", "figure"]),
        "about": _PEOPLE,
        "with": _WITH_IT,
        **dict.fromkeys(("verdict", "foreign", "allegation", "joint"), _YES),
        **_BELONGING,
    },
)
_SAME_CLAIM = st.fixed_dictionaries(_SAYS | {"known": _NUMBERS}, optional={"question": st.integers(0, 1), **_BELONGING})
_ACTION = st.fixed_dictionaries({"one": _NUMBERS, "two": _NUMBERS}, optional={"why": _YES})
_ACTIONS = (
    *("annotate", "ask", "assess", "rate", "compare", "disagree", "settle", "same", "allow", "publish"),
    *("edit", "edit", "edit claim", "release", "release", "confidential", "revise", "merge", "merge document"),
    *("void", "void", "void assertion", "withhold", "withhold source", "withhold assertion", "restore", "undo"),
)
_STEP: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("claim"), _CLAIM),
    st.tuples(st.just("claim"), _SAME_CLAIM),
    st.tuples(st.just("source"), _SOURCE),
    st.tuples(st.just("document"), _DOCUMENT),
    st.tuples(st.sampled_from(_ACTIONS), _ACTION),
)


def _claim(**fields: Any) -> Step:
    return "claim", {"assertions": [fields]}


@st.composite
def _quoted_together(draw: st.DrawFn) -> list[Step]:
    """Two quotations of a text, or of it and a copy, one in confidence: overlapping, touching, or one in the other."""
    first, length, gap = draw(_SPAN)
    further = draw(st.integers(-length, length))  # at the ends the two touch
    other = (max(first + further, 0), draw(st.integers(max(-further, 1), length + 4)), draw(st.sampled_from([0, 0, 4])))
    releases = [draw(st.sampled_from(_IN_CONFIDENCE)), draw(st.sampled_from(["on-record", "on-record", "background"]))]
    if draw(st.booleans()):
        releases.reverse()
    copied = draw(st.sampled_from([False, False, True]))
    steps: list[Step] = [("document", {"page": 0, "text": draw(st.integers(3, 5)), **draw(_MORE_OF_DOCUMENT)})]
    if copied:
        steps.append(("document", {"page": 1, "same_text": True}))
    for span, release, page in zip(((first, length, gap), other), releases, (0, int(copied)), strict=True):
        steps.append(_claim(chain=[draw(_PEOPLE)], release=release, page=page, quote=span))
    return steps


_MORE_OF_DOCUMENT = st.fixed_dictionaries({}, optional={"file": _YES, "byline": _PEOPLE, "publisher": _PEOPLE})


@st.composite
def _not_named(draw: st.DrawFn) -> list[Step]:
    """Someone confidential, sooner or later, or merged with one: who is asked, speaks, writes or is published."""
    who, other = draw(st.permutations(range(4)))[:2]
    source: Step = ("source", draw(_SOURCE) | {"who": who, "confidential": True})
    said = draw(_SAID) | {"chain": draw(st.sampled_from([[who], [other], [other, who]])), "asked": who}
    page: Step = ("document", draw(_DOCUMENT) | draw(st.sampled_from([{"byline": who}, {"publisher": who}, {}])))
    steps = draw(st.permutations([source, _claim(**said), page]))
    merged = draw(st.sampled_from([(), (), (("source", {"who": other}), ("merge", {"one": 0, "two": 1}))]))
    asked = draw(st.sampled_from([(), (("ask", {"one": 0, "two": draw(_NUMBERS)}),)]))
    return [*steps, *asked, *merged]


@st.composite
def _opened(draw: st.DrawFn) -> list[Step]:
    """A claim first said in confidence only, and opened by an assertion, a release or an edit, or not at all."""
    release = draw(st.sampled_from(_IN_CONFIDENCE[:3]))
    said = [draw(_SAID) | {"release": release}]
    answer = draw(st.sampled_from(["text", "text", "label", "figure"]))
    claim: Step = ("claim", draw(_CLAIM) | {"assertions": said, "question": 0, "answer": answer})
    openly = {"chain": [draw(_PEOPLE)], "release": "on-record"}
    again = {"known": _LAST, "assertions": [openly]} | draw(st.sampled_from([{}, {}, {"question": 0, "form": answer}]))
    ways: list[Step] = [
        ("claim", again),
        ("claim", again),
        ("release", {"one": _LAST, "two": draw(st.sampled_from([0, 3]))}),
        ("edit claim", {"one": _LAST, "two": draw(_NUMBERS)}),
        ("void assertion", {"one": _LAST, "two": 0}),
        ("annotate", {"one": _LAST, "two": 0}),
    ]
    same: list[Step] = [("same", {"one": _LAST, "two": _LAST})] if draw(st.booleans()) else []
    return [claim, *same, *draw(st.lists(st.sampled_from(ways), max_size=3))]


@st.composite
def _together(draw: st.DrawFn) -> list[Step]:
    """A joint statement of two, one of them in confidence or, in the end, withheld."""
    releases = draw(st.sampled_from([("off-record", "on-record"), ("on-record", "background"), ("on-record",) * 2]))
    first, second = draw(st.permutations(range(4)))[:2]
    said = [{"chain": [who], "release": release} for who, release in zip((first, second), releases, strict=True)]
    withheld: list[Step] = [("withhold assertion", {"one": _LAST, "two": 0})] if draw(st.booleans()) else []
    return [("claim", {"assertions": said, "joint": True}), *withheld]


_WITHHELD: st.SearchStrategy[list[Step]] = st.builds(
    lambda claim, which: [("claim", claim), ("withhold source", {"one": which, "two": 0})], _CLAIM, _NUMBERS
)
_NOTHING: st.SearchStrategy[list[Step]] = st.just([])
_BEGINNING = st.one_of(
    *(_NOTHING, _quoted_together(), _quoted_together(), _quoted_together(), _not_named(), _opened(), _opened()),
    *(_together(), _WITHHELD),
)
PLANS: st.SearchStrategy[list[Step]] = st.builds(
    lambda beginnings, steps: [step for each in beginnings for step in each] + steps,
    st.lists(_BEGINNING, min_size=1, max_size=2),
    st.lists(_STEP, min_size=2, max_size=10),
)
"""Plans of histories."""
