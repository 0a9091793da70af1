"""The one write path: batches of flat records in, entries out. Used alike by a command and by an import of a million.

    context = WriteContext(appender, mode, story)
    for batch in batches:
        record_batch(context, batch)
    conclude(context)

A batch goes through its types in a fixed order. The records of a type are taken through each step together: references
are resolved, what was left out is filled, ids are settled, and the records are held against what the ledger has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from claimtrack.domain.ids import is_id
from claimtrack.domain.records import Record
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.ledger.projection.bodies import ring
from claimtrack.ledger.restricted.visibility import RESTRICTED_NOTE
from claimtrack.ledger.write.defaults import complete
from claimtrack.ledger.write.identity import identify, is_generic, take_given_id
from claimtrack.ledger.write.resolve import (
    check_forward,
    check_forward_of_batch,
    refer_forward,
    references,
    resolve,
    resolve_parts,
    resolve_within,
)
from claimtrack.ledger.write.upsert import upsert
from claimtrack.ledger.write.write_context import WriteContext

_LAST = ("note", "tag", "allow")
PHASES = (*(record_type for record_type in RECORD_TYPES if record_type not in _LAST), *_LAST)
"""Types in the order in which they are recorded: notes, tags and allows may be on anything."""


def record_batch(context: WriteContext, batch: Sequence[Record]) -> None:
    """Record a batch, each record after its parent; what is wrong is in the outcome's problems.

    A reference to an id, or an assertion that continues one by its key, may lead ahead to a later batch.
    """
    start = len(context.forward)
    by_type: dict[str, list[Record]] = defaultdict(list)
    for record in batch:
        record.reset()
        by_type[record.type].append(record)
    context.in_confidence = any(_is_in_confidence(record.fields) for record in by_type.get("assertion", ()))
    context.opening = False
    _look_up(context, by_type)
    for record_type in PHASES:
        records = by_type[record_type]
        while records:  # a note may stand in a note: the outer ones first
            parents = set(records)
            _record_type(context, record_type, [record for record in records if record.parent not in parents])
            records = [record for record in records if record.parent in parents]
    _refuse_rings(context, by_type["source"])
    if not context.opening:
        _state_again(context, by_type["assertion"], batch)
    check_forward_of_batch(context, start)
    context.outcome.top_level_ids.extend(
        None if record.refused else record.id for record in batch if record.parent is None
    )


def _is_in_confidence(assertion: Mapping[str, Any]) -> bool:
    """Whether what is said beside this assertion may not be shown to everybody."""
    return assertion.get("release") in ("off-record", "embargoed", "background") or "until" in assertion


def _state_again(context: WriteContext, assertions: Iterable[Record], batch: Iterable[Record]) -> None:
    """Write assertions in confidence that were there already once more, where the batch wrote what they name.

    So it is known of what was written beside them that it was said in confidence.
    """
    known = [record for record in assertions if record.result == "unchanged"]
    bodies = [context.states.body(record.id) for record in known if record.id is not None]
    bodies = [body for body in bodies if _is_in_confidence(body)]
    if not bodies:
        return
    written = [record for record in batch if record.result in ("created", "filled", "edited")]
    touched = {record.id for record in written}.union(record.body.get("target") for record in written)
    for body in bodies:
        named = {body["claim"], body.get("document"), *(hop.get("source") for hop in body["chain"])} - {None}
        if not touched.isdisjoint(named):
            context.appender.write("set", body, ["release" if "release" in body else "until"])


def _look_up(context: WriteContext, by_type: Mapping[str, Sequence[Record]]) -> None:
    """Ask the ledger at once for the records of a batch that bear an id, and for all that it names."""
    own = [record.fields["id"] for record in chain.from_iterable(by_type.values()) if "id" in record.fields]
    own = [record for record in own if isinstance(record, str) and is_id(record)]
    context.states.load(own)
    context.names.learn({record: context.states.type_of(record) for record in own})
    wanted: dict[str, set[str]] = defaultdict(set)
    for record_type, records in by_type.items():
        for named_type, texts in references(record_type, records).items():
            wanted[named_type] |= texts
    context.names.look_up(wanted)


def conclude(context: WriteContext) -> list[Record]:
    """After the last batch: record the assertions that waited, and look for every reference that led ahead.

    Returns the records that waited.
    """
    waiting = list(context.waiting)
    context.waiting.clear()
    for record in waiting:
        assert record.id is not None
        context.names.add(record.type, record.id, ())
    for record in waiting:
        _resolve_continued(context, record)
        if not record.refused:
            upsert(context, [record])
    if context.forward:
        context.appender.flush()
        check_forward(context)
    return waiting


def declare(context: WriteContext, batch: Sequence[Record]) -> None:
    """Learn the names of sources of a later batch, so that those of an earlier one can refer to them."""
    faults = len(context.outcome.problems)
    sources = [record for record in batch if record.type == "source" and not record.fields.get("confidential")]
    context.names.look_up({"source": {str(record.fields.get("name", "")) for record in sources}})
    for record in sources:
        if not is_generic(context, record):
            resolve(context, [record])
            take_given_id(context, record)
            identify(context, [record])
    del context.outcome.problems[faults:]


def _record_type(context: WriteContext, record_type: str, records: list[Record]) -> None:
    """Take the records of one type through every step; one that has a fault goes no further."""
    for record in records:
        parent = record.parent
        if parent is not None:
            record.skipped = parent.skipped
    resolve(context, [record for record in records if not record.skipped])
    for record in records:
        parent = record.parent
        if parent is not None and (parent.refused or parent.id is None):
            record.refused = True
        elif not record.refused and "id" in record.fields:
            take_given_id(context, record)
    records = _passed(records)
    complete(context, records)
    records = _passed(records)
    if record_type == "source":
        records = _in_order(context, records)
        for record in records:
            resolve_within(context, record)
            if is_generic(context, record) and "within" not in record.body:
                resolve_parts(context, record)
            identify(context, [record])
    else:
        identify(context, records)
    records = _passed(records)
    context.states.load(record.id for record in records if record.id is not None)
    if record_type == "assertion":
        records = _continued(context, records)
    if record_type != "source":
        upsert(context, records)
        return
    for record in records:  # a stub that a source names is written just before it
        resolve_parts(context, record)
        if not record.refused:
            upsert(context, [record])


def _passed(records: Iterable[Record]) -> list[Record]:
    return [record for record in records if not record.refused]


def _in_order(context: WriteContext, sources: Sequence[Record]) -> list[Record]:
    """Sources in an order in which the body that a generic source is told apart by comes before it."""
    generic = {record for record in sources if is_generic(context, record)}
    ordered = sorted(
        (record for record in sources if record not in generic), key=lambda record: "qualifier" in record.fields
    )
    waiting = [record for record in sources if record in generic]
    while waiting:
        names = {record.fields.get("name") for record in waiting}
        ready = {record for record in waiting if _body_name(record) not in names} or set(waiting)
        ordered.extend(record for record in waiting if record in ready)
        waiting = [record for record in waiting if record not in ready]
    return ordered


def _body_name(source: Record) -> str | None:
    bodies = source.fields.get("speaks_for")
    return bodies[0].get("source") if isinstance(bodies, list) and bodies and isinstance(bodies[0], dict) else None


def _continued(context: WriteContext, assertions: Sequence[Record]) -> list[Record]:
    """The assertions, record with the id of the one it continues; those that continue one not met so far wait."""
    ready = []
    for record in assertions:
        before = record.body.get("continues")
        if isinstance(before, str) and not is_id(before) and before not in context.outcome.keys:
            context.waiting.append(record)
        else:
            ready.append(record)
            _resolve_continued(context, record)
    return _passed(ready)


def _resolve_continued(context: WriteContext, assertion: Record) -> None:
    before = assertion.body.get("continues")
    if not isinstance(before, str):
        return
    continued = context.outcome.keys.get(before, before)
    assertion.body["continues"] = continued
    record_type = context.names.type_of(continued)
    if record_type is None and is_id(continued):
        refer_forward(context, assertion, "continues", continued, "assertion")
    elif record_type != "assertion":
        message = "there is no assertion with this id or key"
        context.fault(assertion, "continues", message, before, "an assertion's id or key")


def _refuse_rings(context: WriteContext, sources: Sequence[Record]) -> None:
    speaking = {
        record.id: record for record in sources if record.body.get("speaks_for") and not record.refused and record.id
    }
    if not speaking:
        return
    context.appender.flush()
    members = ring(context.appender.connection, speaking)
    if members:
        bodies = [context.states.body(source) for source in (*members, members[0])]
        names = [RESTRICTED_NOTE if context.may_not_show(body, "name") else body["name"] for body in bodies]
        source = next((speaking[member] for member in members if member in speaking), next(iter(speaking.values())))
        message = "this would make a ring: " + " speaks for ".join(names)
        context.fault(source, "speaks_for", message, None, None, "ring")
