"""`question`: added, synonyms, merged."""

import pytest

from tests.cli.support import Desk


def test_everything_about_it(desk: Desk) -> None:
    """Each option is a field, in the story in use."""
    done = desk.ok(
        "question", "add", "How many have died?", "--kind", "figure", "--cumulative", "--unit", "people", "--counting",
        "residents", "--scope", "Kesra since Monday", "--not-exclusive",
    )  # fmt: skip
    body = desk.body(done.id)
    assert (body["answer_kind"], body["cumulative"], body["exclusive"]) == ("figure", True, False)
    assert (body["unit"], body["counting"], body["scope"]) == ("people", "residents", "Kesra since Monday")
    assert desk.body(body["story"])["name"] == "Dam at Kesra"


def test_a_final_question_mark_matters_not(desk: Desk) -> None:
    """Nor does case."""
    first = desk.ok("question", "add", "How many have died?", "--kind", "figure")
    assert desk.ok("question", "add", "how many have died", "--kind", "figure").id == first.id


def test_same(desk: Desk) -> None:
    """Groups grow together."""
    question = desk.ok("question", "add", "What were they called?", "--kind", "label").id
    desk.ok("question", "same", question, "residents", "locals")
    desk.ok("question", "same", question, "guests", "visitors")
    done = desk.ok("question", "same", "What were they called", "locals", "townspeople")
    assert done.id == question
    assert "residents, locals, townspeople" in done.err
    assert sorted(sorted(group) for group in desk.body(question)["synonyms"]) == [
        ["guests", "visitors"],
        ["locals", "residents", "townspeople"],
    ]


def test_groups_that_turn_out_to_be_one(desk: Desk) -> None:
    """An answer of each joins them."""
    question = desk.ok("question", "add", "What were they called?", "--kind", "label").id
    desk.ok("question", "same", question, "residents", "locals")
    desk.ok("question", "same", question, "guests", "visitors")
    desk.ok("question", "same", question, "locals", "guests")
    (group,) = desk.body(question)["synonyms"]
    assert sorted(group) == ["guests", "locals", "residents", "visitors"]


def test_merge(desk: Desk) -> None:
    """Two wordings of one question."""
    for text in ("How many have died?", "How many were killed?"):
        desk.ok("question", "add", text, "--kind", "figure")
    body = desk.body(desk.ok("question", "merge", "How many have died?", "How many were killed?", "--why", "One").id)
    assert body["kind"] == "question"


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "How many have died?"],
        ["add", "", "--kind", "figure"],
        ["add", "?", "--kind", "figure"],
        ["add", "How many have died?", "--kind", "number"],
        ["same", "How many have died?", "a", "b"],
        ["same"],
    ],
)
def test_refusals(desk: Desk, arguments: list[str]) -> None:
    """One line each."""
    desk.refused("question", *arguments)


def test_one_answer_is_no_group(desk: Desk) -> None:
    """Two are needed."""
    question = desk.ok("question", "add", "What were they called?", "--kind", "label").id
    assert "two answers" in desk.refused("question", "same", question, "locals")
    desk.refused("question", "same", question, "locals", "locals")


def test_json(desk: Desk) -> None:
    """Ids and the change."""
    found = desk.ok("question", "add", "How many have died?", "--kind", "figure", "--json").json
    assert (found["change"], found["digest"]) == desk.head()
    assert desk.body(found["ids"][0])["type"] == "question"
