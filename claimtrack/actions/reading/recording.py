"""From proposed claims to the items that are recorded: sources first, each once, then the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from claimtrack.actions.reading.proposal_items import Item, ProposedClaim
from claimtrack.domain.naming import has_name, kind_of_words
from claimtrack.domain.records import FilePosition, Record
from claimtrack.domain.text import name_fold, tidy
from claimtrack.domain.vocabulary import GENERIC_KINDS
from claimtrack.errors import BadInput
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.lookup import bodies
from claimtrack.ledger.projection.rows import full_name
from claimtrack.ledger.write.names import NameIndex, split_qualified
from claimtrack.ledger.write.write_context import Outcome
from claimtrack.problem import Problem
from claimtrack.queries.claim_views import answer_of, load_attributions
from claimtrack.queries.views import Answer, Attribution
from claimtrack.schema.nesting import expand

CLAIMED = ("kind", "answer", "question", "allegation", "about")
"""What a claim says besides its words: that of a claim which is there already stands."""


def position_of(proposed: ProposedClaim) -> FilePosition:
    """Where a fault of a proposed claim is said to be, when it comes from no file."""
    return FilePosition("proposal", proposed.number)


def items_to_record(
    change: Change,
    proposed_claims: Sequence[ProposedClaim],
    *,
    story: str | None,
    before: Mapping[str, str],
    places: Mapping[str, FilePosition],
) -> list[Record]:
    """The records of these, in their order, after those of the sources that they name.

    `before` gives the ids of assertions recorded earlier by the key that these know them by; `places` says by mark
    where a proposed claim was written, if it was.
    """
    names = NameIndex(change.conn)
    names.prefetch(("source", name) for proposed in proposed_claims for name in _all_names(proposed))
    names.prefetch(("claim", proposed.item["text"]) for proposed in proposed_claims)
    keys = {one["key"] for proposed in proposed_claims for one in proposed.assertions if "key" in one}
    together = Counter(one["joint"] for proposed in proposed_claims for one in proposed.assertions if "joint" in one)
    cast = _SourceItems(change, names, proposed_claims, story, places)
    said: dict[str, Item] = {}
    claims: list[Record] = []
    for proposed in proposed_claims:
        item = _attributed(change, names, proposed, story, said)
        item["assertions"] = [
            _assertion(one, cast.chain(proposed, one["chain"]), keys, together, before) for one in proposed.assertions
        ]
        if "about" in item:
            item["about"] = [cast.spelling(name) for name in item["about"]]
        claims.extend(expand("claim", item, places.get(proposed.mark) or position_of(proposed)))
    return [*cast.sources(), *claims]


def _assertion(
    one: Item, chain: list[Item], keys: set[str], together: Mapping[str, int], before: Mapping[str, str]
) -> Item:
    made = {**one, "chain": chain}
    goes_on = made.get("continues")
    if goes_on is not None and goes_on not in keys:
        made.pop("continues")
        if goes_on in before:
            made["continues"] = before[goes_on]
    if together.get(made.get("joint", ""), 2) < 2:
        made.pop("joint")
    return made


def _attributed(
    change: Change, names: NameIndex, proposed: ProposedClaim, story: str | None, said: dict[str, Item]
) -> Item:
    """The claim of a proposed claim; without what it says besides its words, where those are a claim's already."""
    item = {name: value for name, value in proposed.item.items() if name != "type"}
    wording = tidy(item["text"])
    known: Mapping[str, Any] | None = said.get(wording)
    if known is None:
        fits = [match.id for match in names.matches("claim", wording) if match.within == item.get("story", story)]
        found = [body for body in bodies(change.conn, fits).values() if tidy(body["text"]) == wording]
        known = found[0] if len(found) == 1 else None
    said.setdefault(wording, item)
    if known is None or proposed.edited:
        return item
    return {name: value for name, value in item.items() if name not in CLAIMED or known.get(name) == value}


class _SourceItems:
    """The sources that proposed claims tell of: one record for each, whatever the number of passages that name it."""

    def __init__(
        self,
        change: Change,
        names: NameIndex,
        claims: Sequence[ProposedClaim],
        story: str | None,
        places: Mapping[str, FilePosition],
    ) -> None:
        self._change = change
        self._names = names
        self._story = story
        self._places = places
        self._told: dict[tuple[str, str], tuple[Item, FilePosition]] = {}
        self._spellings = self._spelled(claims)

    def _spelled(self, claims: Sequence[ProposedClaim]) -> dict[str, str]:
        """What each name is spelled as, by its fold: as in the ledger, as a person typed it, or as it comes first."""
        found: dict[str, str] = {}
        for proposed in sorted(claims, key=lambda one: not one.edited):
            for name in _all_names(proposed):
                found.setdefault(name_fold(name), name)
        fits = {folded: [match.id for match in self._names.matches("source", name)] for folded, name in found.items()}
        known = bodies(self._change.conn, [one for ids in fits.values() for one in ids])
        for folded, ids in fits.items():
            for body in (known[one] for one in ids if one in known):
                same = [name for name in (body["name"], *body.get("aliases", ())) if name_fold(name) == folded]
                if same:
                    found[folded] = same[0]
                    break
        return found

    def spelling(self, name: str) -> str:
        """A name as it is spelled everywhere."""
        return self._spellings.get(name_fold(name), name)

    def chain(self, proposed: ProposedClaim, chain: Sequence[Item]) -> list[Item]:
        """A chain whose hops refer to the sources told of by their keys."""
        for body in proposed.names:
            self._bodies(proposed, body)
        made = []
        for hop in chain:
            if "source" not in hop:
                made.append(dict(hop))
                continue
            told = next((one for one in proposed.sources if name_fold(one["name"]) == name_fold(hop["source"])), None)
            source = self.spelling(hop["source"]) if told is None else self._key(proposed, told)
            made.append({**hop, "source": source})
        return made

    def _bodies(self, proposed: ProposedClaim, name: str) -> None:
        """Count what is told of the bodies that a source speaks for, which no chain names."""
        for told in proposed.sources:
            body = told.get("speaks_for")
            if name_fold(told["name"]) == name_fold(name) and body is not None and name_fold(body) != name_fold(name):
                for other in proposed.sources:
                    if name_fold(other["name"]) == name_fold(body):
                        self._key(proposed, other)

    def _key(self, proposed: ProposedClaim, told: Item) -> str:
        which = _which(told)
        known, _ = self._told.setdefault(which, ({}, self._places.get(proposed.mark) or position_of(proposed)))
        for name, value in told.items():
            known.setdefault(name, value)
        return _source_key(which)

    def sources(self) -> Iterator[Record]:
        """A record for every source told of."""
        for which, (told, at) in self._told.items():
            name, qualifier = split_qualified(self.spelling(told["name"]))
            record = Record("source", {"name": name}, at, key=_source_key(which))
            if qualifier is not None:
                record.fields["qualifier"] = qualifier
            body = told.get("speaks_for")
            more: Item = {name: value for name, value in told.items() if name in ("kind", "role")}
            if body is not None and name_fold(body) != name_fold(told["name"]):
                more["speaks_for"] = [{"source": self.spelling(body)}]
            if _generic(told):
                if "speaks_for" in more:
                    record.fields["speaks_for"] = more.pop("speaks_for")
                record.defaults = {"kind": kind_of_words(told["name"]), **more}
            else:
                record.defaults = {} if "kind" in more else {"kind": "unknown"}
                record.fields |= {name: value for name, value in more.items() if name not in self._known(told["name"])}
            yield record

    def _known(self, name: str) -> set[str]:
        """The fields that the ledger has of a source: what a text says of them is no reason to change it."""
        ids = self._names.sources(name, story=self._story)
        found = bodies(self._change.conn, ids).get(ids[0], {}) if len(ids) == 1 else {}
        return {field for field, value in found.items() if (field, value) != ("kind", "unknown")}


def _generic(told: Item) -> bool:
    return told.get("kind") in GENERIC_KINDS or not has_name(told["name"])


def _which(told: Item) -> tuple[str, str]:
    """What tells one source from another among those told of: its name, and of "officials" their body."""
    return name_fold(told["name"]), name_fold(told.get("speaks_for", "")) if _generic(told) else ""


def _all_names(proposed: ProposedClaim) -> list[str]:
    """Every name a proposed claim has for a source: in its chains, of what is told of them, and whom it accuses."""
    told = (one[field] for one in proposed.sources for field in ("name", "speaks_for") if field in one)
    return [*proposed.names, *told, *proposed.accused]


def _source_key(which: tuple[str, str]) -> str:
    return f"source read as {which[0]}" + (f" of {which[1]}" if which[1] else "")


NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source that the ledger would get: what it is called, its kind, its role and the body it speaks for.

    The name has what tells it from a namesake in brackets, as a person types it.
    """

    name: str
    kind: str
    role: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What recording one proposed claim would come to, found by doing it and undoing it.

    `rows` are its assertions as sentences are made of them, `assertions` the records. `claim` is the record of its
    claim, `known` whether the ledger has that already, `revived` whether it was void there and is brought back. With
    `problems` it cannot be recorded as it stands, and the rest may be empty.
    """

    claim: Mapping[str, Any] = field(default_factory=dict)
    answer: Answer | None = None
    assertions: tuple[Mapping[str, Any], ...] = ()
    rows: tuple[Attribution, ...] = ()
    new: tuple[NewSource, ...] = ()
    known: bool = False
    revived: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded: the ids of claims, in the order proposed, and of assertions; what the change did."""

    claims: tuple[str, ...]
    assertions: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class DocumentAdditions:
    """What is to be said of the document itself: its bylines as a bundle has them, and passages to be skipped."""

    bylines: tuple[Item, ...] = ()
    skips: tuple[Item, ...] = ()


def previews(
    ledger: LedgerDatabase,
    claims: Sequence[ProposedClaim],
    *,
    by: str,
    story: str | None,
    before: Mapping[str, str] = NOTHING,
) -> dict[str, Preview]:
    """What recording all of these together would come to, by their marks. Nothing is written."""

    def action(change: Change) -> dict[str, Preview]:
        records = items_to_record(change, claims, story=story, before=before, places={})
        outcome = change.try_to_record(records, story=story)
        change.flush()
        return _previews(change, claims, outcome)

    with closing(ledger):  # a person looks at them next, perhaps for hours: no connection is kept meanwhile
        return ledger.write(action, by=by, kind="read", dry_run=True).value if claims else {}


def record(
    ledger: LedgerDatabase,
    proposed_claims: Sequence[ProposedClaim],
    *,
    document: str,
    by: str,
    story: str | None = None,
    why: str | None = None,
    before: Mapping[str, str] = NOTHING,
    places: Mapping[str, FilePosition] = NOTHING,
    said: DocumentAdditions | None = None,
) -> Written[Recording]:
    """Record these and what is said of their document (an id), in one change. Raises BadInput or NeedsPerson."""
    of_document = said or DocumentAdditions()

    def action(change: Change) -> Recording:
        claims = items_to_record(change, proposed_claims, story=story, before=before, places=places)
        bylines = _byline_records(document, of_document)
        outcome = change.record([*claims, *bylines], story=story)
        _skip(change, document, of_document.skips)
        first = len(outcome.top_level_ids) - len(proposed_claims) - len(bylines)
        ids = [record for record in outcome.top_level_ids[first : first + len(proposed_claims)] if record is not None]
        keys = outcome.keys
        said_by = tuple(
            keys[one["key"]] for proposed in proposed_claims for one in proposed.assertions if one.get("key") in keys
        )
        return Recording(tuple(ids), said_by, outcome)

    return ledger.write(action, by=by, kind="read", why=why)


def _previews(change: Change, claims: Sequence[ProposedClaim], outcome: Outcome) -> dict[str, Preview]:
    keys = outcome.keys
    made = {record.id for record in outcome.records if record.what in ("created", "stub")}
    faults: dict[int, list[Problem]] = {}
    for problem in outcome.problems:
        faults.setdefault(problem.line or 0, []).append(problem)
    records = outcome.top_level_ids[len(outcome.top_level_ids) - len(claims) :]
    ids = [[keys[one["key"]] for one in proposed.assertions if one.get("key") in keys] for proposed in claims]
    known = bodies(change.conn, [*(record for record in records if record), *(one for some in ids for one in some)])
    sources = bodies(change.conn, [record.id for record in outcome.records if record.type == "source"])
    live = [one for some in ids for one in some if one in known]
    rows = dict(zip(live, load_attributions(change.conn, live), strict=True))
    found: dict[str, Preview] = {}
    for proposed, record_id, assertions in zip(claims, records, ids, strict=True):
        problems = tuple(faults.get(position_of(proposed).line or 0, ()))
        claim = known.get(record_id or "", {})
        told = [known[one] for one in assertions if one in known]
        question = bodies(change.conn, [claim["question"]]).get(claim["question"]) if "question" in claim else None
        found[proposed.mark] = Preview(
            claim=claim,
            answer=answer_of(claim, question),
            assertions=tuple(told),
            rows=tuple(rows[one["id"]] for one in told) if claim else (),
            new=_new(told, sources, made),
            known=record_id is not None and record_id not in made,
            revived=record_id in outcome.revived,
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
        found[source] = NewSource(
            full_name(body["name"], body.get("qualifier")), body["kind"], body.get("role"), spoken_for
        )
        waiting.extend(bodies_of)
    return tuple(found.values())


def _byline_records(document: str, said: DocumentAdditions) -> list[Record]:
    if not said.bylines:
        return []
    return expand("document", {"id": document, "bylines": list(said.bylines)}, FilePosition())


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
