"""Attributions as sentences: the dropped-in cases, and what no sentence may ever do."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain import vocabulary
from claimtrack.domain.text import safe
from claimtrack.queries.views import Attribution, Hop
from claimtrack.render.sentence import label_note, sentence, words_line
from tests.support.tree import ROOT

FOLDER = ROOT / "tests" / "cases" / "sentences"
CASES = [(path, at) for path in sorted(FOLDER.glob("*.json")) for at in range(len(json.loads(path.read_text("utf-8"))))]


def _tuples(given: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _row(given: dict[str, Any]) -> Attribution:
    rest = {name: value for name, value in given.items() if name != "hops"}
    return Attribution(hops=tuple(Hop(**_tuples(hop)) for hop in given["hops"]), **_tuples(rest))


@pytest.mark.parametrize(("path", "at"), CASES, ids=[f"{path.stem}-{at + 1}" for path, at in CASES])
def test_case(path: Path, at: int) -> None:
    """The sentence, short and whole, the line of its words and the note on its label."""
    case = json.loads(path.read_text("utf-8"))[at]
    row = _row(case["row"])
    assert sentence(row) == case["sentence"]
    assert sentence(row, brief=True) == case["brief"]
    assert words_line(row) == case.get("words", "")
    assert label_note(row) == case.get("label", "")


@pytest.mark.parametrize(("name", "told"), [("state television", "State television"), ("local paper", "A local paper")])
def test_an_article_stands_before_what_is_counted(name: str, told: str) -> None:
    """Not before television."""
    row = Attribution(claim="the dam held", claim_kind="event", hops=(Hop(naming="role", name=name, kind="outlet"),))
    assert sentence(row).startswith(f"{told} reported")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ista Ferries spokesman", "An Ista Ferries spokesman"),
        ("A senior official", "A senior official"),
        ("Ana Orr’s spokesman", "Ana Orr’s spokesman"),
    ],
)
def test_somebody_called_by_whose_they_are(name: str, told: str) -> None:
    """An article stands before them, but for those who have one, or an owner."""
    row = Attribution(claim="the dam held", claim_kind="event", hops=(Hop(naming="role", name=name, kind="person"),))
    assert sentence(row).startswith(f"{told} said")


def _named(name: str | None) -> st.SearchStrategy[Hop]:
    return st.builds(
        Hop,
        naming=st.sampled_from(vocabulary.NAMINGS),
        name=st.just(name) if name else st.sampled_from(("Ann Lee", "police", "Eastwire")),
        kind=st.sampled_from(vocabulary.SOURCE_KINDS),
        role=st.sampled_from((None, "spokesman", "Minister of Fish")),
        body=st.sampled_from((None, "Orsa")),
        basis=st.sampled_from(vocabulary.BASES),
        hedge=st.sampled_from((None, "reportedly")),
        caveats=st.sets(st.sampled_from(vocabulary.CAVEATS)).map(lambda found: tuple(sorted(found))),
        said=st.sampled_from((None, "2033-05-11", "2033", "../2033-05~")),
        described_as=st.just("a resident of the valley"),
    )


ROWS = st.builds(
    Attribution,
    claim=st.just("The crowd were hooligans"),
    hops=st.lists(_named(None), min_size=1, max_size=6).map(tuple),
    claim_kind=st.sampled_from(vocabulary.CLAIM_KINDS),
    publisher=st.sampled_from((None, "The Courier")),
    stance=st.sampled_from(vocabulary.STANCES),
    quote=st.sampled_from((None, "“hooligans”, all of them")),
    quote_kind=st.sampled_from(vocabulary.QUOTE_KINDS),
    label=st.just("hooligans"),
    label_words=st.sampled_from(vocabulary.LABEL_WORDS),
    evidence_given=st.lists(st.sampled_from(vocabulary.EVIDENCE_GIVEN), max_size=3).map(tuple),
    occasion=st.sampled_from((None, "rally")),
    release=st.sampled_from((None, *vocabulary.RELEASES)),
    joint=st.sampled_from(((), ("France",))),
    continued=st.booleans(),
)


@given(ROWS, st.booleans())
def test_every_sentence_is_one(row: Attribution, brief: bool) -> None:
    """It begins with a capital or a mark, ends as sentences do, and has no gaps or doubled commas in it."""
    found = sentence(row, brief=brief)
    assert found[0].isupper() or found[0] in "[“‘"
    assert found.endswith((".", "!", "?", "”", "’"))
    for fault in ("  ", ",,", " ,", ", ,", "None", "..", " ."):
        assert fault not in found, found


@given(ROWS)
def test_a_reported_label_is_nobodys_own(row: Attribution) -> None:
    """A whole sentence that repeats the label says whose word it is, when it is not the speaker's."""
    found = sentence(row)
    repeats = ": " not in found.partition("(")[0] or row.stance != "asserts"
    if repeats and row.label_words == "reported":
        assert "is the report's word" in found
    if repeats and row.label_words == "scare":
        assert "“hooligans”" in found
        assert "in quote marks" in found


@given(ROWS)
def test_a_phrase_in_quote_marks_is_quoted_only(row: Attribution) -> None:
    """Nobody is said to keep a distance from words that they may only quote: one word alone in the marks says so."""
    phrase = replace(
        row, label="young hooligans", label_words="scare", claim=row.claim.replace("hooligans", "young hooligans")
    )
    assert "put in quote marks" not in sentence(phrase)


@given(ROWS)
def test_every_hop_is_told(row: Attribution) -> None:
    """Nobody in the chain is left out, whatever its depth."""
    found = sentence(row).casefold()
    for hop in row.hops:
        assert (hop.name or "").casefold() in found


@given(st.lists(_named("Secret Name"), min_size=1, max_size=4), ROWS)
def test_a_hidden_name_is_never_printed(hops: list[Hop], row: Attribution) -> None:
    """What stands for it is the description, or a neutral phrase."""
    veiled = tuple(
        Hop(hop.naming, basis=hop.basis, caveats=hop.caveats, described_as=hop.described_as, hidden=True)
        for hop in hops
    )
    found = sentence(Attribution(row.claim, veiled, publisher=row.publisher, stance=row.stance))
    assert "Secret" not in found
    assert "a resident of the valley" in found.casefold()


@given(st.text(), st.text(), st.text())
def test_any_text_is_shown_safe(claim: str, name: str, quote: str) -> None:
    """Control and bidi characters are spelled out, and it stays on one line."""
    for kind in vocabulary.QUOTE_KINDS:
        row = Attribution(claim, (Hop("named", name=name, role=quote),), quote=quote, quote_kind=kind, publisher=name)
        for found in (sentence(row), sentence(row, brief=True), words_line(row)):
            assert safe(found) == found
