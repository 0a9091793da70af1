"""A bundle with a broken spot: what is sound is read, and what is not is kept as it was written."""

import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.formats import bundle
from claimtrack.formats.strict_json import read_json
from claimtrack.problem import Problem
from claimtrack.schema.nesting import records_of

ITEMS = [{"text": word, "tags": [word + "-tag", {"name": word + "-label"}]} for word in ("one", "two", "three", "four")]
SOUND = {"claimtrack": 1, "claims": ITEMS, "sources": [{"name": "Ann", "kind": "person"}]}
WORDS = [word for item in ITEMS for word in (item["text"], f"{item['text']}-tag", f"{item['text']}-label")]


def read(text: str) -> tuple[list[list[str]], list[Problem]]:
    """The words of the claims that are read of a bundle, each with its tags, and the problems."""
    claims: list[list[str]] = []
    problems: list[Problem] = []
    for part in bundle.read(io.BytesIO(text.encode()), "b.json"):
        if isinstance(part, Problem):
            problems.append(part)
        elif part.type == "claim":
            claims.append([str(record.fields.get("text") or record.fields.get("name")) for record in records_of(part)])
    return claims, problems


def kept(text: str, problems: list[Problem]) -> str:
    """What a side file holds of a bundle with these problems."""
    pointers = {"/".join(problem.pointer.split("/")[:3]) for problem in problems}
    return bundle.excerpt(text.encode(), pointers).decode()


def whole(word: str) -> list[str]:
    """A claim of `ITEMS` with its tags, as `read` gives it."""
    return [word, f"{word}-tag", f"{word}-label"]


@pytest.mark.parametrize(
    ("found", "broken", "code"),
    [
        ('"two"', "1.50", "float"),
        ('"two",', '"two", "text": "again",', "duplicate"),
        ('"two",', '"two"', "syntax"),
        ('"two",', '"two,', "syntax"),
        ('"two",', "two,", "syntax"),
        ('"two-tag"', '"two\\q"', "syntax"),
        ('"two-tag"', "NaN", "not-a-number"),
        ('"two-tag",', '"two-tag"],', "syntax"),
        ('"two-tag",', '"two-tag"},', "syntax"),
        ('"two-label"', '"two-label"]', "syntax"),
    ],
)
def test_one_broken_item_costs_no_other(found: str, broken: str, code: str) -> None:
    """Its fault has its line; the side file has it as it was written; the others are read."""
    text = json.dumps(SOUND, indent=2)
    damaged = text.replace(found, broken, 1)
    claims, problems = read(damaged)
    assert claims == [whole("one"), whole("three"), whole("four")]
    assert code in {problem.code for problem in problems}
    first = text.splitlines().index('      "text": "two",') + 1
    assert all(first - 1 <= (problem.line or 0) <= first + 8 for problem in problems), problems
    assert {"/".join(problem.pointer.split("/")[:3]) for problem in problems} <= {"/claims/1", "/claims"}
    assert broken in kept(damaged, problems)
    assert "three" not in kept(damaged, problems)


def test_a_bundle_that_breaks_off() -> None:
    """What was whole is read; the rest is kept as it is."""
    text = json.dumps(SOUND, indent=2)
    text = text[: text.index("three-label")]
    claims, problems = read(text)
    assert claims == [whole("one"), whole("two")]
    assert "three-tag" in kept(text, problems)
    assert "two" not in kept(text, problems)
    assert "cut-off" in {problem.code for problem in problems} or "no closing" in problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        '{"claimtrack": 1, "claims": [{"text": "a"}], "claims": [{"text": "b"}]}',
        '{"claimtrack": 1 "claims": [{"text": "a"}]}',
        '{"claimtrack": 1, "claims": [{"text": "a"}, {"text": "b", "stories": [{"name": "S"}]}',
        "[1.5]",
    ],
)
def test_what_cannot_be_parted_is_refused_whole(text: str) -> None:
    """Where nobody can say what is an item, or whether there is a story, none is read."""
    assert read(text)[0] == []
    assert read(text)[1]


@given(st.data(), st.sampled_from([None, 2]))
def test_nothing_is_lost_and_nothing_made_up(data: st.DataObject, indent: int | None) -> None:
    """Whatever sign is too many or too few: a claim is read as it was meant, or kept beside, or all is refused."""
    text = json.dumps(SOUND, indent=indent)
    at = data.draw(st.sampled_from([place for place, sign in enumerate(text) if sign in '{}[]",:']))
    added = data.draw(st.sampled_from(["", "{", "}", "[", "]", '"', ",", ":"]))
    damaged = text[:at] + added + text[at + (not added) :]
    if not read_json(damaged.encode(), None)[1]:
        return
    claims, problems = read(damaged)
    assert problems
    assert [claim for claim in claims if claim not in [whole(str(item["text"])) for item in ITEMS]] == []
    beside = kept(damaged, problems)
    if claims or beside:
        read_words = {word for claim in claims for word in claim}
        assert [word for word in WORDS if word not in read_words and word not in beside] == []


@example('{"claimtrack":1,"claims":[')
@given(st.text(st.sampled_from('{}[]",: \n1a\\'), max_size=60).map(lambda text: '{"claimtrack":1,"claims":[' + text))
def test_any_text(text: str) -> None:
    """It is read or refused, and nothing is raised."""
    problems = read(text)[1]
    kept(text, problems)
