"""Claims and attributions: `add` and `attribute`. The heart of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from claimtrack.actions.recent import last_assertions
from claimtrack.actions.speakers import WHO, Cast, Speakers, again, cast
from claimtrack.domain.anchors import find_passages
from claimtrack.domain.ids import make_id
from claimtrack.domain.nodes import Node, Place
from claimtrack.domain.text import key
from claimtrack.errors import BadInput
from claimtrack.formats.expand import expand
from claimtrack.ledger import read
from claimtrack.ledger.change import Change
from claimtrack.ledger.connection import Connection
from claimtrack.ledger.ledger import Ledger, Written
from claimtrack.ledger.outcome import Outcome

HERE = Place()
NOBODY = Speakers()


@dataclass(frozen=True, slots=True)
class Attribution:
    """How a claim was put in one place. `document` is an id or a URL; `nth` tells one of several places of the words.

    `again` takes speaker, chain and document of the writer's last assertion; `continues` does too, and goes on from it.
    """

    speakers: Speakers = NOBODY
    document: str | None = None
    again: bool = False
    continues: bool = False
    quote: str | None = None
    nth: int | None = None
    quote_kind: str | None = None
    stance: str | None = None
    evidence_given: tuple[str, ...] = ()
    occasion: str | None = None
    release: str | None = None
    until: str | None = None
    label_words: str | None = None
    joint: str | None = None
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The claim itself, as typed. `story` is an id; `answer` holds the members of its answer; `about` names sources."""

    text: str
    story: str | None = None
    kind: str | None = None
    question: str | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    allegation: bool = False
    separate: bool = False
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What `add` and `attribute` came to. `attributed` tells that the claim was there already."""

    claim: str
    assertions: tuple[str, ...]
    attributed: bool
    outcome: Outcome


def add(
    ledger: Ledger, wording: Wording, attribution: Attribution, *, by: str, why: str | None = None
) -> Written[Added]:
    """Record a claim and its first assertion; a claim of the same wording in the story gets a further assertion."""
    if not wording.text.strip():
        raise BadInput(
            "the claim has no words", 'Write one proposition, such as: claimtrack add "The bridge is closed" -s NAME'
        )

    def action(change: Change) -> Added:
        settled, spoken = _settle(change, attribution, by)
        document = _document(change.conn, settled.document)
        if settled.quote is None and document.get("text") and find_passages(document["text"], wording.text):
            settled = replace(settled, quote=wording.text)
        item = _claim_item(change, wording)
        item["assertions"] = _assertion_items(settled, spoken)
        outcome = change.record([*spoken.sources, expand("claim", item, HERE)], story=wording.story)
        claim = outcome.roots[-1]
        assert claim is not None
        attributed = any(r.id == claim and r.what not in ("created", "stub") for r in outcome.records)
        return Added(claim, _assertions(outcome), attributed, outcome)

    return ledger.write(action, by=by, kind="add", why=why)


def attribute(
    ledger: Ledger, claim: str, attribution: Attribution, *, by: str, why: str | None = None
) -> Written[Added]:
    """Record a further assertion of a claim (an id)."""

    def action(change: Change) -> Added:
        settled, spoken = _settle(change, attribution, by)
        story = change.current(claim).body
        nodes = [expand("assertion", {**item, "claim": claim}, HERE) for item in _assertion_items(settled, spoken)]
        outcome = change.record([*spoken.sources, *nodes], story=(story or {}).get("story"))
        return Added(claim, _assertions(outcome), True, outcome)

    return ledger.write(action, by=by, kind="attribute", why=why)


def _assertions(outcome: Outcome) -> tuple[str, ...]:
    return tuple(record.id for record in outcome.records if record.type == "assertion")


def _document(connection: Connection, document: str | None) -> Mapping[str, Any]:
    return (read.get(connection, document) or {}) if document is not None else {}


def _settle(change: Change, attribution: Attribution, by: str) -> tuple[Attribution, Cast]:
    """The attribution with what `--again` and `--continues` take over, and its chains."""
    if not (attribution.again or attribution.continues):
        publisher = _document(change.conn, attribution.document).get("publisher")
        return attribution, cast(attribution.speakers, publisher)
    typed = attribution.speakers
    if typed.named or typed.told or typed.of is not None or typed.role is not None:
        raise BadInput(
            "--again and --continues take the speaker of your last assertion",
            "Leave -s, --of, --told and --own away. " + WHO,
        )
    last = last_assertions(change.conn, by)
    if not last:
        raise BadInput("there is no assertion of yours to go on from", WHO)
    settled = replace(attribution, document=last[0].get("document") or attribution.document, joint=last[0].get("joint"))
    if attribution.continues:
        settled = replace(
            settled,
            evidence_given=attribution.evidence_given or tuple(last[0].get("evidence_given", ())),
            occasion=attribution.occasion or last[0].get("occasion"),
            release=attribution.release or last[0].get("release"),
            until=attribution.until or last[0].get("until"),
        )
    spoken = again(last, attribution.speakers)
    for chain, body in zip(spoken.chains, last, strict=True):
        if attribution.continues:
            chain[0]["continues"] = body["id"]
    return settled, spoken


def _claim_item(change: Change, wording: Wording) -> dict[str, Any]:
    item: dict[str, Any] = {"text": wording.text.strip()}
    for name, value in (("story", wording.story), ("kind", wording.kind), ("question", wording.question)):
        if value is not None:
            item[name] = value
    if wording.answer:
        item["answer"] = dict(wording.answer)
    if wording.about:
        item["about"] = list(wording.about)
    if wording.allegation:
        item["allegation"] = True
    if wording.separate:
        item["separate"] = _next_separate(change.conn, wording)
    if wording.notes:
        item["notes"] = list(wording.notes)
    if wording.tags:
        item["tags"] = list(wording.tags)
    return item


def _next_separate(connection: Connection, wording: Wording) -> int:
    from claimtrack.ledger.identity import natural_id

    number = 1
    base: dict[str, Any] = {"type": "claim", "text": wording.text, "answer": dict(wording.answer)}
    if wording.story is not None:
        base["story"] = wording.story
    while read.exists(connection, natural_id({**base, "separate": number})):
        number += 1
    return number


def _assertion_items(attribution: Attribution, spoken: Cast) -> list[dict[str, Any]]:
    joint = attribution.joint
    if joint is None and len(spoken.chains) > 1:
        joint = make_id("joint", *sorted(key(name) for name in attribution.speakers.said_by))[:8]
    items: list[dict[str, Any]] = []
    for chain in spoken.chains:
        item: dict[str, Any] = {"chain": chain}
        if "continues" in chain[0]:
            item["continues"] = chain[0].pop("continues")
        if attribution.quote is not None:
            item["quote"] = {"exact": attribution.quote.strip()}
            if attribution.nth is not None:
                item["quote"]["nth"] = attribution.nth
        kind = attribution.quote_kind or ("own" if spoken.own else None)
        for name, value in (
            ("document", attribution.document),
            ("stance", attribution.stance),
            ("quote_kind", kind),
            ("label_words", attribution.label_words),
            ("occasion", attribution.occasion),
            ("release", attribution.release),
            ("until", attribution.until),
            ("joint", joint),
        ):
            if value is not None:
                item[name] = value
        if attribution.evidence_given:
            item["evidence_given"] = list(attribution.evidence_given)
        if attribution.notes:
            item["notes"] = list(attribution.notes)
        if attribution.tags:
            item["tags"] = list(attribution.tags)
        items.append(item)
    return items


def record_nodes(
    ledger: Ledger, nodes: Sequence[Node], *, by: str, kind: str, story: str | None = None, why: str | None = None
) -> Written[Outcome]:
    """Record nodes that a verb made, in one change."""
    return ledger.write(lambda change: change.record(nodes, story=story), by=by, kind=kind, why=why)
