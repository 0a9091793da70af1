"""Validation: dropped-in records and items, and the two validators against each other."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimtrack.domain.records import FilePosition
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.problem import Problem
from claimtrack.schema import fast_findings, limits, validation, validators
from claimtrack.schema.validation import check_item, check_record
from claimtrack.schema.validators import is_language
from tests.formats.strategies import any_record
from tests.support.effort import examples
from tests.support.tree import ROOT

CASES = ROOT / "tests" / "cases" / "records"
GOOD = sorted((CASES / "good").glob("*.json"))
BAD = sorted((CASES / "bad").glob("*.json"))
A = "a" * 24
CLAIM = {"type": "claim", "id": A, "text": "x", "kind": "event"}


def checked(case: dict[str, Any]) -> list[Problem]:
    """The problems of a case: `record` is a flat record, `item` a bundle's item of `type`."""
    if "record" in case:
        return check_record(case["record"])
    return check_item(case["type"], case["item"], FilePosition())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good(path: Path) -> None:
    """Nothing is said against a good case."""
    problems = checked(json.loads(path.read_text("utf-8")))
    assert not problems, "\n".join(problem.text() for problem in problems)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad(path: Path) -> None:
    """Exactly the faults that the case lists are found, each where it is and said as it should be."""
    case = json.loads(path.read_text("utf-8"))
    problems = checked(case)
    told = "\n".join(problem.text() for problem in problems)
    assert sorted(p.pointer for p in problems) == sorted(wanted["pointer"] for wanted in case["problems"]), told
    for wanted in case["problems"]:
        at = [problem.text() for problem in problems if problem.pointer == wanted["pointer"]]
        assert any(wanted["says"] in text for text in at), told


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_is_said_is_safe_and_short(path: Path) -> None:
    """A value is on one line, without what a terminal would obey; a message ends without a full stop."""
    for problem in checked(json.loads(path.read_text("utf-8"))):
        assert problem.message.isprintable()
        assert not problem.message.endswith(".")
        if problem.value is not None:
            assert problem.value.isprintable()
            assert len(problem.value) < 200


def test_every_type_has_a_good_case_or_is_generated() -> None:
    """What hypothesis makes covers every type."""
    assert {json.loads(path.read_text("utf-8")).get("record", {}).get("type") for path in GOOD} <= {*RECORD_TYPES, None}


@given(any_record())
def test_what_the_schemas_allow_is_accepted(record: dict[str, Any]) -> None:
    """Records made from the schemas have no fault, and the authority says so too."""
    assert check_record(record) == []
    assert validators.authority(record["type"]).is_valid(record)


@pytest.mark.parametrize("number", [1.0, 1e22, 10**16])
def test_numbers_where_whole_ones_stand(number: float) -> None:
    """JSON Schema takes 1.0 for a whole number, and a record may hold none."""
    body = {**CLAIM, "separate": number}
    assert check_record(body)
    assert check_record(body, orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode())


@given(any_record())
def test_a_flat_record_with_id_is_an_item(record: dict[str, Any]) -> None:
    """What is exported flat can be read back."""
    assert check_item(record["type"], record, FilePosition()) == []


def test_a_kind_of_fault_is_put_to_the_authority_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many items have it: the authority takes milliseconds for each."""
    asked: list[str] = []
    authority = validators.authority

    def counted(name: str, pointer: str = "") -> Any:
        asked.append(name)
        return authority(name, pointer)

    monkeypatch.setattr(validation, "authority", counted)
    monkeypatch.setattr(validation, "_ALIKE", {})
    for number in range(100):
        item = {"text": "It rained", "tekst": "x", "answer": {"when": f"2022-{13 + number}"}}
        first, second = check_item("claim", item, FilePosition("f", number))
        assert (first.pointer, second.pointer, first.value) == ("/answer/when", "/tekst", f'"2022-{13 + number}"')
    assert asked == ["bundle"]


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**15),
    st.text(max_size=4),
    st.sampled_from(
        ["", " ", "\n", "figure", "2022", "2022-13", "https://x.org/", "https://x.org/\n", A, A[:-1] + "\n"]
    ),
    st.sampled_from(["1\n", "١٢", "\x1c", "\x85", "\u200b", "en\n", "x-", "named", "5."]),
    st.sampled_from(["[]", "{}", '[""]', "[null]", '{"source": "x"}', '[{"source": "x"}]']).map(json.loads),
)
RECORD = any_record()
ACTION = st.sampled_from(["replace", "remove", "add"])
NAME = st.sampled_from(["why", "text", "x", "source", "figure", "start"])
TIMES, PLACE, DEEPER = st.integers(1, 2), st.integers(0, 59), st.booleans()


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A valid record with something of it replaced, removed or added, at any depth."""
    record: dict[str, Any] = orjson.loads(orjson.dumps(draw(RECORD)))
    for _ in range(draw(TIMES)):
        where: Any = record
        while True:
            steps = list(where) if isinstance(where, dict) else list(range(len(where)))
            steps = [step for step in steps if step != "type" or where is not record]
            if not steps:
                break
            step = steps[draw(PLACE) % len(steps)]
            if isinstance(where[step], dict | list) and where[step] and draw(DEEPER):
                where = where[step]
                continue
            action = draw(ACTION)
            if action == "replace":
                where[step] = draw(JUNK)
            elif action == "remove":
                del where[step]
            elif isinstance(where, dict):
                where[draw(NAME)] = draw(JUNK)
            else:
                where.append(draw(JUNK))
            break
    return record


@settings(max_examples=examples(400))
@given(mutated())
@example({**CLAIM, "answer": {"figure": "x", "low": "1\n"}})
@example({**CLAIM, "text": "\x1c\x85\u180e"})
def test_the_validators_agree(record: dict[str, Any]) -> None:
    """On anything that is JSON the fast validator and the authority say the same; each no is explained."""
    name = record["type"]
    strict = validators.authority(name).is_valid(record)
    assert validators.fast(name).is_valid(record) == strict
    if "\\u0000" not in orjson.dumps(record).decode():
        assert (check_record(record) == []) == strict


@settings(max_examples=examples(200))
@given(mutated())
def test_the_validators_agree_on_items(record: dict[str, Any]) -> None:
    """The same for the bundle's schema; and explaining an item never fails."""
    name = record.pop("type")
    pointer = f"/$defs/{name}"
    strict = validators.authority("bundle", pointer).is_valid(record)
    assert validators.fast("bundle", pointer).is_valid(record) == strict
    problems = check_item(name, record, FilePosition("f", 3, "/x/0"))
    assert strict or problems
    assert check_item(name, record, FilePosition("f", 3, "/x/0")) == problems
    assert all(problem.pointer.startswith("/x/0") and problem.line == 3 for problem in problems)


@settings(max_examples=examples(200))
@given(st.sampled_from(RECORD_TYPES), st.dictionaries(st.text(max_size=8), JUNK, max_size=4))
def test_junk_is_explained(name: str, junk: dict[str, Any]) -> None:
    """Whatever an object holds, what is wrong with it can be said."""
    assert check_record({**junk, "type": name})


@pytest.mark.parametrize(
    "value",
    [float("nan"), 1e400, 10**5000, -(10**5000), {1: 2}, b"x", {"x": {1, 2}}, "\udc80", {"\ud800": 1}, object()],
    ids=range(10),
)
def test_what_is_no_json_is_a_problem_too(value: Any) -> None:
    """A program may hand over anything: it gets a problem, not an exception."""
    problems = check_record({**CLAIM, "foreign": value})
    assert problems
    assert all(problem.text().isprintable() for problem in problems)


def test_depth_is_limited() -> None:
    """What nests deeper than 64 is refused as that, however deep it goes."""
    deep: Any = "x"
    for _ in range(5000):
        deep = [deep]
    assert any("deeper than 64" in problem.message for problem in check_record({**CLAIM, "foreign": deep}))


def test_size_is_limited() -> None:
    """A record to 1 MiB as JSON; a document's text does not count, and has 64 MiB of its own."""
    room = limits.RECORD_BYTES - len(orjson.dumps({**CLAIM, "text": ""}))
    assert check_record({**CLAIM, "text": "x" * room}) == []
    (problem,) = check_record({**CLAIM, "text": "x" * (room + 1)})
    assert problem.accepted == "at most 1 MiB"
    document = {"type": "document", "id": A, "text": "x" * (2 << 20)}
    assert check_record(document) == []
    assert check_record({**document, "title": "x" * (1 << 20)})
    (problem,) = check_record({**document, "text": "x" * (64 << 20)})
    assert (problem.pointer, problem.accepted) == ("/text", "at most 64 MiB")


def test_one_type_builds_no_other() -> None:
    """The first check of one type builds one validator: starting costs what is used."""
    validators.fast.cache_clear()
    check_record({"type": "tag", "id": A, "target": A, "name": "x"})
    assert validators.fast.cache_info().currsize == 1


def test_the_authority_overrules(monkeypatch: pytest.MonkeyPatch) -> None:
    """What only the fast validator refuses is accepted."""

    class Never:
        def is_valid(self, _: Any) -> bool:
            return False

    monkeypatch.setattr("claimtrack.schema.validation.fast", lambda *_: Never())
    assert check_record(CLAIM) == []
    assert check_item("claim", {"text": "x"}, FilePosition()) == []


@pytest.mark.parametrize(
    "tag",
    ["en", "zh-yue", "kk-Cyrl-KZ", "es-419", "de-1996", "sl-rozaj", "en-a-bbb-x-a", "x-whatever", "de-CH-x-phonebk"],
)
def test_language_tags(tag: str) -> None:
    """Well-formed by BCP 47."""
    assert is_language(tag)


@pytest.mark.parametrize(
    "tag", ["", "e", "english language", "en_GB", "en-", "-en", "en--GB", "a-de", "en-x", "日本", "en\n"]
)
def test_no_language_tags(tag: str) -> None:
    """Not well-formed."""
    assert not is_language(tag)


def test_what_the_engines_of_patterns_may_judge_otherwise_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value whose pattern the own engine of the authority finds matched is put to it, though its kind was met."""
    bad = {**CLAIM, "id": "A" * 24}
    assert [problem.pointer for problem in check_record(bad)] == ["/id"]
    asked: list[str] = []
    authority = validation.authority

    def counted(name: str, pointer: str) -> Any:
        asked.append(name)
        return authority(name, pointer)

    monkeypatch.setattr(validation, "authority", counted)
    check_record({**CLAIM, "id": "B" * 24})
    assert not asked, "what was explained alike once is not asked again"
    monkeypatch.setattr(fast_findings, "matches", lambda _pattern, _text: True)
    check_record({**CLAIM, "id": "C" * 24})
    assert asked
