"""What recording offers would come to, and recording them: all that was accepted, as one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimtrack.actions.reading.nodes import offer_nodes, place_of
from claimtrack.actions.reading.offer import Item, Offer
from claimtrack.domain.nodes import Node, Place
from claimtrack.errors import BadInput
from claimtrack.formats.expand import expand
from claimtrack.ledger.change import Change, refuse
from claimtrack.ledger.ledger import Ledger, Written
from claimtrack.ledger.outcome import Mode, Outcome
from claimtrack.ledger.read import bodies
from claimtrack.problem import Problem
from claimtrack.queries.assertions import attribution_rows
from claimtrack.queries.attribution import AttributionRow
from claimtrack.queries.cards import answer
from claimtrack.queries.rows import AnswerRow

NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source that the ledger would get: what it is called, its kind, its role and the body it speaks for."""

    name: str
    kind: str
    role: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What recording one offer would come to, found by doing it and undoing it.

    `rows` are its assertions as sentences are made of them, `assertions` the records. `claim` is the record of its
    claim, `known` whether the ledger has that already. With `problems` it cannot be recorded as it stands, and the
    rest may be empty.
    """

    claim: Mapping[str, Any] = field(default_factory=dict)
    answer: AnswerRow | None = None
    assertions: tuple[Mapping[str, Any], ...] = ()
    rows: tuple[AttributionRow, ...] = ()
    new: tuple[NewSource, ...] = ()
    known: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded: the ids of claims, by offer and in its order, and of assertions; what the change did."""

    claims: tuple[str, ...]
    assertions: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be said of the document itself: its bylines as a bundle has them, and passages to be skipped."""

    bylines: tuple[Item, ...] = ()
    skips: tuple[Item, ...] = ()


def outlooks(
    ledger: Ledger, offers: Sequence[Offer], *, by: str, story: str | None, before: Mapping[str, str] = NOTHING
) -> dict[str, Outlook]:
    """What recording all of these together would come to, by their marks. Nothing is written."""

    def action(change: Change) -> dict[str, Outlook]:
        recorder = change.recorder(Mode.ADD, story)
        nodes = offer_nodes(change, offers, story=story, before=before, places={})
        outcome = recorder.record(nodes)
        change.flush()
        return _outlooks(change, offers, outcome, recorder.names.keys)

    return ledger.write(action, by=by, kind="read", dry_run=True).value if offers else {}


def record(
    ledger: Ledger,
    offers: Sequence[Offer],
    *,
    document: str,
    by: str,
    story: str | None = None,
    why: str | None = None,
    before: Mapping[str, str] = NOTHING,
    places: Mapping[str, Place] = NOTHING,
    said: Said | None = None,
) -> Written[Recording]:
    """Record these offers and what is said of their document (an id), in one change. Raises BadInput or NeedsPerson."""
    of_document = said or Said()

    def action(change: Change) -> Recording:
        claims = offer_nodes(change, offers, story=story, before=before, places=places)
        recorder = change.recorder(Mode.ADD, story)
        outcome = recorder.record([*claims, *_byline_nodes(document, of_document)])
        refuse(outcome)
        change.flush()
        _skip(change, document, of_document.skips)
        first = len(outcome.roots) - len(offers) - len(_byline_nodes(document, of_document))
        ids = [root for root in outcome.roots[first : first + len(offers)] if root is not None]
        keys = recorder.names.keys
        said_by = tuple(keys[one["key"]] for offer in offers for one in offer.assertions if one.get("key") in keys)
        return Recording(tuple(ids), said_by, outcome)

    return ledger.write(action, by=by, kind="read", why=why)


def _outlooks(change: Change, offers: Sequence[Offer], outcome: Outcome, keys: Mapping[str, str]) -> dict[str, Outlook]:
    made = {record.id for record in outcome.records if record.what in ("created", "stub")}
    faults: dict[int, list[Problem]] = {}
    for problem in outcome.problems:
        faults.setdefault(problem.line or 0, []).append(problem)
    roots = outcome.roots[len(outcome.roots) - len(offers) :]
    ids = [[keys[one["key"]] for one in offer.assertions if one.get("key") in keys] for offer in offers]
    known = bodies(change.conn, [*(root for root in roots if root), *(one for some in ids for one in some)])
    sources = bodies(change.conn, [record.id for record in outcome.records if record.type == "source"])
    live = [one for some in ids for one in some if one in known]
    rows = dict(zip(live, attribution_rows(change.conn, live), strict=True))
    found: dict[str, Outlook] = {}
    for offer, root, assertions in zip(offers, roots, ids, strict=True):
        problems = tuple(faults.get(place_of(offer).line or 0, ()))
        claim = known.get(root or "", {})
        told = [known[one] for one in assertions if one in known]
        question = bodies(change.conn, [claim["question"]]).get(claim["question"]) if "question" in claim else None
        found[offer.mark] = Outlook(
            claim=claim,
            answer=answer(claim, question),
            assertions=tuple(told),
            rows=tuple(rows[one["id"]] for one in told) if claim else (),
            new=_new(told, sources, made),
            known=root is not None and root not in made,
            problems=problems,
        )
    return found


def _new(
    assertions: Sequence[Mapping[str, Any]], sources: Mapping[str, Mapping[str, Any]], made: set[str]
) -> tuple[NewSource, ...]:
    """The sources of these assertions' chains that were made for them, and the bodies those speak for."""
    waiting = [hop["source"] for one in assertions for hop in one["chain"] if "source" in hop]
    found: dict[str, NewSource] = {}
    while waiting:
        source = waiting.pop(0)
        body = sources.get(source)
        if source in found or source not in made or body is None:
            continue
        bodies_of = [one["source"] for one in body.get("speaks_for", ())]
        spoken_for = sources.get(bodies_of[0], {}).get("name") if bodies_of else None
        found[source] = NewSource(body["name"], body["kind"], body.get("role"), spoken_for)
        waiting.extend(bodies_of)
    return tuple(found.values())


def _byline_nodes(document: str, said: Said) -> list[Node]:
    if not said.bylines:
        return []
    return [expand("document", {"id": document, "bylines": list(said.bylines)}, Place())]


def _skip(change: Change, document: str, skips: Sequence[Item]) -> None:
    """Add passages to those of the document that are skipped; one that is there already is not news."""
    body = change.current(document).body or {}
    text = body.get("text") or ""
    known = [dict(one) for one in body.get("skips", ())]
    for one in skips:
        if text[one["start"] : one["end"]] != one["exact"]:
            raise BadInput("a passage to be skipped does not stand in the text", "Read the article again.")
        if all((one["start"], one["end"]) != (old["start"], old["end"]) for old in known):
            known.append(dict(one))
    ordered = sorted(known, key=lambda one: (one["start"], one["end"]))
    if ordered != list(body.get("skips", ())):
        change.edit(document, {"skips": ordered})
