"""The real article: what people found in it by hand is proposed, and what its outlet says itself is nobody's."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from claimtrack.reading.proposals import Proposal, ProposedHop, Reading, Spans
from claimtrack.reading.reader import read

CASE = Path("cases/almaty-2022-01-06")
Gold = dict[str, Any]


@pytest.fixture(scope="module")
def case(third_party: Path) -> tuple[Reading, Gold]:
    """The article as read, and what is known of it."""
    gold = json.loads((third_party / CASE / "attributions.json").read_text("utf-8"))
    text = (third_party / CASE / "article.txt").read_text("utf-8")
    about = gold["document"]
    return read(text, published=about["published"], publisher=about["publisher"]), gold


def shared(spans: Spans, start: int, end: int) -> int:
    """How many characters of [start, end) the spans cover."""
    return sum(max(0, min(b, end) - max(a, start)) for a, b in spans)


def covers(proposal: Proposal, anchor: Gold) -> bool:
    """Whether the content overlaps the anchor by more than half of the shorter."""
    size = sum(b - a for a, b in proposal.content)
    shorter = min(size, anchor["end"] - anchor["start"])
    return 2 * shared(proposal.content, anchor["start"], anchor["end"]) > shorter


def folded(name: str) -> str:
    """A name without case and article."""
    return re.sub(r"^(?:the|a|an) ", "", name.casefold())


def is_hop(text: str, hop: ProposedHop, name: str | None, mentions: dict[str, list[str]]) -> bool:
    """Whether a proposed hop is the one known: by its name, or by the words that name it."""
    if name is None or hop.name is None:
        return name is None and hop.name is None
    said = [hop.name] if hop.mention is None else [hop.name, text[slice(*hop.mention)]]
    return any(folded(each) in {folded(mention) for mention in mentions[name]} for each in said)


def has_chain(text: str, proposal: Proposal, gold: Gold, publisher: str) -> bool:
    """Whether one of the proposal's chains is the one known, the publisher aside."""
    wanted = [name for name in gold["chain"] if name != publisher]
    return any(
        len(chain) == len(wanted)
        and all(is_hop(text, hop, name, gold["mentions"]) for hop, name in zip(chain, wanted, strict=True))
        and chain[0].naming == gold["naming"]
        for chain in proposal.chains
    )


def test_passages_chains_quote_kinds_and_naming(case: tuple[Reading, Gold]) -> None:
    """At least 23 of the 25 passages are proposed, 21 as they should be."""
    reading, gold = case
    publisher = gold["document"]["publisher"]
    wanted = gold["attributions"]
    found = [one["id"] for one in wanted if any(covers(each, one["anchor"]) for each in reading.proposals)]
    right = [
        one["id"]
        for one in wanted
        if any(
            covers(each, one["anchor"])
            and each.quote_kind == one["quote_kind"]
            and has_chain(reading.text, each, one, publisher)
            for each in reading.proposals
        )
    ]
    assert len(found) >= 23, sorted({one["id"] for one in wanted} - set(found))
    assert len(right) >= 21, sorted({one["id"] for one in wanted} - set(right))


def test_what_goes_on_is_told_to_the_same_hearer(case: tuple[Reading, Gold]) -> None:
    """A statement that continues another is marked so, and keeps its chain."""
    reading, gold = case
    by_id = {one["id"]: one for one in gold["attributions"]}
    for one in gold["attributions"]:
        if "continues" not in one:
            continue
        proposal = next(each for each in reading.proposals if covers(each, one["anchor"]))
        assert proposal.continues is not None, one["id"]
        assert covers(reading.proposals[proposal.continues], by_id[one["continues"]]["anchor"]), one["id"]
        assert [hop.name for hop in proposal.chains[0]] == [
            hop.name for hop in reading.proposals[proposal.continues].chains[0]
        ]


def test_a_joint_statement_has_a_chain_for_each(case: tuple[Reading, Gold]) -> None:
    """Four who call together are four chains of one proposal."""
    reading, gold = case
    joint = [one for one in gold["attributions"] if "joint" in one]
    proposal = next(each for each in reading.proposals if covers(each, joint[0]["anchor"]))
    assert len(proposal.chains) == len(joint)
    assert all(has_chain(reading.text, proposal, one, gold["document"]["publisher"]) for one in joint)


def _somebodys(reading: Reading) -> list[Proposal]:
    """What is proposed as somebody's: all but the figures of the outlet's own voice."""
    return [proposal for proposal in reading.proposals if proposal.quote_kind != "own"]


def test_own_voice_is_nobodys(case: tuple[Reading, Gold]) -> None:
    """No statement that the outlet makes itself is proposed as somebody's, and few proposals are false."""
    reading, gold = case
    own = [
        (one["id"], each.text)
        for one in gold["own_voice"]
        for each in _somebodys(reading)
        if 2 * shared(each.content, one["start"], one["end"]) > one["end"] - one["start"]
        and not any(covers(each, known["anchor"]) for known in gold["attributions"])
    ]
    assert own == []
    false = [
        each.text
        for each in _somebodys(reading)
        if not any(covers(each, known["anchor"]) for known in gold["attributions"])
    ]
    assert len(false) * 10 < len(reading.proposals), false


@pytest.mark.parametrize(
    ("field", "least"), [("claim_kind", 23), ("stance", 23), ("basis", 23), ("said", 23), ("figure", 23)]
)
def test_the_rest_is_mostly_right(case: tuple[Reading, Gold], field: str, least: int) -> None:
    """Kind, stance, basis, day and figure, as far as rules can tell them."""
    reading, gold = case
    publisher = gold["document"]["publisher"]
    wrong = []
    for one in gold["attributions"]:
        near = [
            each
            for each in reading.proposals
            if covers(each, one["anchor"]) and has_chain(reading.text, each, one, publisher)
        ]
        if not any(_value(each, field) == _known(one, field) for each in near):
            wrong.append((one["id"], _known(one, field), [_value(each, field) for each in near]))
    assert len(gold["attributions"]) - len(wrong) >= least, wrong


def _value(proposal: Proposal, field: str) -> object:
    match field:
        case "claim_kind":
            return proposal.kind
        case "basis":
            return proposal.chains[0][0].basis
        case _:
            return getattr(proposal, field)


def _known(one: Gold, field: str) -> object:
    known = one.get(field)
    return known["text"] if field == "figure" and known else known
