"""Resolving references: what a person wrote to name a record becomes its id.

Where it is the custom, a record that is named and not there is made (a *stub*). Faults are collected as problems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimtrack.domain.english import join_list, with_article
from claimtrack.domain.ids import is_id
from claimtrack.domain.naming import has_name, kind_of_words
from claimtrack.domain.records import Record
from claimtrack.domain.urls import is_web_url
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.write.defaults import question_defaults
from claimtrack.ledger.write.identity import NAMED_BY, identify
from claimtrack.ledger.write.names import split_qualified
from claimtrack.ledger.write.upsert import upsert
from claimtrack.ledger.write.write_context import ForwardReference, Mode, WriteContext
from claimtrack.problem import Problem

REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "document": (("publisher", "source"),),
    "question": (("story", "story"),),
    "claim": (("story", "story"), ("question", "question")),
    "assertion": (("claim", "claim"), ("document", "document")),
    "evidence": (("target", "claim assertion"), ("document", "document")),
    "request": (("target", "*"), ("asked", "source")),
    "assessment": (("target", "claim assertion"),),
    "rating": (("source", "source"),),
    "note": (("target", "*"),),
    "tag": (("target", "*"),),
    "side": (("source", "source"), ("story", "story")),
    "allow": (("target", "*"),),
    "merge": (("kept", "*"), ("merged", "*")),
    "publication": (("story", "story"),),
    "disagreement": (("on", "question claim evidence"), ("origin", "source"), ("for", "claim")),
}
"""Type -> its fields that name one record, and the types that may stand there ("*" = any), in order."""

LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "claim": (("about", "source"),),
    "assessment": (("evidence", "evidence"),),
    "disagreement": (("claims", "claim"),),
    "comparison": (("claims", "claim"),),
}
"""Type -> its fields that name a list of records."""

NESTED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "document": (("bylines", "source", "source"),),
    "assertion": (("chain", "source", "source"),),
    "source": (("speaks_for", "source", "source"), ("member_of", "source", "source")),
}
"""Type -> its fields that are lists of objects, the member of each that names a record, and its type."""

REFERRING = frozenset({*REFERENCES, *LISTS, *NESTED})
"""Types that have any of these fields."""

TARGETING = frozenset({one for one in REFERENCES if REFERENCES[one] == (("target", "*"),)} - {*LISTS, *NESTED})
"""Types of which all that they name is what they belong to: within an item it is known."""

OWNING = frozenset({("assertion", "claim"), ("rating", "source"), ("side", "source")})
"""(type, field) of the references without which a record is nothing; a `target` is one in every type."""

OF_STORY = frozenset({"claim", "question", "side", "publication"})
"""Types that belong to the story of their file, or the one given, when they name none and bear no id."""

REPEATED = frozenset({"story", "source", "document", "question"})
"""Types whose records are named again and again in a file."""

ANY = tuple(NAMED_BY)
"""The types that a name may mean where any type may stand."""

WITHIN = ("source", "story")
"""The types of what a source may be told apart by."""


def references(record_type: str, records: Iterable[Record]) -> dict[str, set[str]]:
    """The names and references of records of one type: type of record -> what is written in its place."""
    found: dict[str, set[str]] = defaultdict(set)
    named_by, lists, nested = NAMED_BY.get(record_type, ()), LISTS.get(record_type, ()), NESTED.get(record_type, ())
    singles = [(name, ANY if types == "*" else types.split()) for name, types in REFERENCES.get(record_type, ())]
    singles += [(name, [record_type]) for name in named_by]
    singles += [("within", WITHIN)] if record_type == "source" else []
    for record in records:
        fields = record.fields
        for name, types in singles:
            if isinstance(text := fields.get(name), str):
                for each in types:
                    found[each].add(text)
        for name, each in lists:
            found[each].update(text for text in fields.get(name) or () if isinstance(text, str))
        for name, member, each in nested:
            for part in fields.get(name) or ():
                if isinstance(part, dict) and isinstance(text := part.get(member), str):
                    found[each].add(text)
    return found


def resolve(context: WriteContext, records: Iterable[Record]) -> None:
    """Fill each record's body with its fields, every reference an id. Clearings (None) stay out of the body.

    What the sources in a batch say of one another is left to `resolve_parts`: it needs the ids of all of them.
    """
    for record in records:
        record_type, fields = record.type, record.fields
        body: dict[str, Any] = {"type": record_type, **fields}
        if None in fields.values():
            body = {name: value for name, value in body.items() if value is not None}
        record.body = body
        link = record.link if record.parent is not None else None
        if record.parent is not None and link is not None:
            body[link] = record.parent.id
        if record_type in OF_STORY and "story" not in fields and "id" not in fields and context.story:
            body["story"] = context.story
        if record_type not in REFERRING or (link is not None and record_type in TARGETING):
            continue
        story = _story_of(context, record)
        for name, types in REFERENCES.get(record_type, ()):
            if name in body and name != link:
                known = context.known(types, body[name], story)
                body[name] = known or _resolve_one(context, record, name, body[name], types)
                if name == "story":
                    story = _story_of(context, record)
        for name, types in LISTS.get(record_type, ()):
            if isinstance(body.get(name), list):
                body[name] = [
                    context.known(types, text, story) or _resolve_one(context, record, f"{name}/{index}", text, types)
                    for index, text in enumerate(body[name])
                ]
        if record_type in ("disagreement", "comparison") and body.get("claims") and not record.refused:
            body["claims"] = sorted(body["claims"])
        if record_type in NESTED and record_type != "source":
            resolve_parts(context, record)


def resolve_parts(context: WriteContext, record: Record) -> None:
    """Resolve the references inside a record's lists of objects."""
    for name, member, types in NESTED.get(record.type, ()):
        if not isinstance(record.body.get(name), list):
            continue
        story = _story_of(context, record)
        parts = [dict(part) for part in record.body[name]]
        for index, part in enumerate(parts):
            text = part.get(member)
            if isinstance(text, str):
                known = context.known(types, text, story)
                if known is None:
                    field = f"{name}/{index}/{member}"
                    witness = record.type == "assertion" and index == 0 and part.get("basis") == "witnessed"
                    known = _resolve_one(context, record, field, text, types, witness=witness)
                part[member] = known
        record.body[name] = parts


def check_forward_of_batch(context: WriteContext, start: int) -> None:
    """Check the forward references from number `start` on that led to a record which the same batch held."""
    fresh = context.forward[start:]
    types = {reference.id: context.names.type_of(reference.id) for reference in fresh}
    context.forward[start:] = _unmet(context, fresh, types)


def check_forward(context: WriteContext) -> None:
    """Look for every reference that led ahead in the ledger as it now is; what is not there is a problem."""
    sql = "SELECT id, type FROM record WHERE id IN :values"
    rows = select_in(context.appender.connection, sql, (reference.id for reference in context.forward))
    unmet = _unmet(context, context.forward, {row.id: row.type for row in rows})
    context.forward = []
    context.outcome.problems += [unknown_id(reference) for reference in unmet if not reference.may_dangle]
    dangling = sum(reference.may_dangle for reference in unmet)
    if dangling:
        context.outcome.notice(
            f"{dangling} references lead to records that are neither here nor in the file: "
            "voided or withheld where it was exported"
        )


def _unmet(
    context: WriteContext, references: Iterable[ForwardReference], types: Mapping[str, str | None]
) -> list[ForwardReference]:
    """The references whose records `types` (id -> type) does not have; one of a wrong type is a problem."""
    unmet = []
    for reference in references:
        record_type = types.get(reference.id)
        if record_type is None:
            unmet.append(reference)
        elif reference.types != "*" and record_type not in reference.types.split():
            message = f"this names {with_article(record_type)}, where {with_article(_or(reference.types))} belongs"
            context.outcome.problems.append(_forward_problem(reference, message, "wrong-type"))
    return unmet


def unknown_id(reference: ForwardReference) -> Problem:
    """The problem of a reference that leads nowhere."""
    return _forward_problem(reference, f"there is no {_or(reference.types)} with this id", "unknown-id")


def refer_forward(context: WriteContext, record: Record, field: str, text: str, types: str) -> None:
    """Remember a reference to an id that is not met so far."""
    owning = field == "target" or (record.type, field) in OWNING
    may_dangle = context.mode is not Mode.ADD and "id" in record.fields and not owning
    position = record.position.below(*field.split("/"))
    context.forward.append(ForwardReference(text, types, position, may_dangle))


def _forward_problem(reference: ForwardReference, message: str, code: str) -> Problem:
    position = reference.position
    return Problem(position.file, position.line, position.pointer, message, reference.id, None, code)


def _resolve_one(
    context: WriteContext, record: Record, field: str, text: Any, types: str, *, witness: bool = False
) -> str | None:
    """The id of the record that `text` names; None when there is none, which is noted. `types` may stand there."""
    if not isinstance(text, str) or not text.strip():
        context.fault(record, field, "this must name a record", text, "an id or a name", "reference")
        return None
    if types == "*" and record.type == "merge":
        types = record.body.get("kind", "*")
    accepted = types.split()
    keyed = context.outcome.keys.get(text)
    if keyed is not None and (types == "*" or context.names.type_of(keyed) in accepted):
        return keyed
    if is_id(text):
        known = context.names.type_of(text)
        if known is None:
            refer_forward(context, record, field, text, types)
        elif types != "*" and known not in accepted:
            message = f"this names {with_article(known)}, where {with_article(_or(types))} belongs"
            context.fault(record, field, message, text, None, "wrong-type")
            return None
        if known is not None:
            context.remember(types, text, _story_of(context, record), text, always=True)
        return text
    if types == "*":
        return _of_any_type(context, record, field, text)
    for record_type in accepted:
        found = _by_name(context, record, field, text, record_type, witness)
        if record.refused:
            return found
        if found is not None:
            if types in REPEATED:
                context.remember(types, text, _story_of(context, record), found)
            return found
    _unknown(context, record, field, text, types)
    return None


def resolve_within(context: WriteContext, source: Record) -> None:
    """Resolve the body or story that a source is told apart by, where a name stands there."""
    text = source.body.get("within")
    if isinstance(text, str) and text and not is_id(text):
        source.body["within"] = _of_any_type(context, source, "within", text, WITHIN)


def _of_any_type(
    context: WriteContext, record: Record, field: str, text: str, types: Sequence[str] = ANY
) -> str | None:
    """The one record of these types, sources among them, that goes by a name; nothing is made."""
    story = _story_of(context, record)
    ids = set(context.names.sources(text, story=story, referred=True))
    for record_type in (one for one in types if one != "source"):
        matches = context.names.matches(record_type, text)
        ids |= {match.id for match in matches if match.within in (None, story)} or {match.id for match in matches}
    if len(ids) > 1:
        context.ambiguous(record, field, text, "record", sorted(ids))
    elif not ids:
        _unknown(context, record, field, text, "*" if types is ANY else " ".join(types))
    return next(iter(ids)) if len(ids) == 1 else None


def _by_name(
    context: WriteContext, record: Record, field: str, text: str, record_type: str, witness: bool
) -> str | None:
    """The record of a type that goes by a name, or the stub that is made for it."""
    if record_type == "source":
        return _source(context, record, field, text, witness)
    story = record.body.get("story") or context.story
    matches = context.names.matches(record_type, text)
    near = [match for match in matches if match.within in (None, story) or record_type not in ("question", "claim")]
    if record_type == "claim" and not near:
        near = matches
    ids = sorted({match.id for match in near})
    if len(ids) > 1:
        context.ambiguous(record, field, text, record_type, ids)
        return None
    if ids:
        return ids[0]
    if record_type == "document" and is_web_url(text):
        return _make_stub(context, record, field, "document", {"url": text})
    if record_type == "question" and record.type == "claim":
        return _question(context, record, text)
    return None


def _source(context: WriteContext, record: Record, field: str, text: str, witness: bool) -> str | None:
    """The id of the source that a text means, a stub where none is called so; None, noted, where several are."""
    name, qualifier = split_qualified(text)
    typed = context.mode is Mode.ADD
    generic = typed and not has_name(name)
    story = _story_of(context, record)
    ids = context.names.sources(text, story=story, referred=True, generic_only=generic)
    if len(ids) > 1:
        context.ambiguous(record, field, text, "source", ids)
        return None
    if ids:
        if typed and not generic:
            context.tell_namesakes(text, ids[0])
        return ids[0]
    if record.type == "merge":
        return None
    fields: dict[str, Any] = {"name": name, "kind": "unknown"}
    if qualifier is not None:
        fields["qualifier"] = qualifier
    if typed and (witness or generic):
        fields["kind"] = "witness" if witness else kind_of_words(name)
        fields["within"] = story or ""
    return _make_stub(context, record, field, "source", fields)


def _question(context: WriteContext, record: Record, text: str) -> str | None:
    """A stub of the question that a claim names; None, noted, where nothing tells what kind of answer it takes."""
    answer = record.body.get("answer") or {}
    kinds = {"figure": "figure", "label": "label", "when": "time", "where": "place", "yes_no": "yes-no"}
    kind = next((kinds[name] for name in kinds if name in answer), None)
    if kind is None and record.body.get("kind") in ("cause", "actor", "motive"):
        kind = record.body["kind"]
    if kind is None:
        context.fault(
            record,
            "question",
            "this question is new, and the answer does not tell what kind of question it is",
            text,
            "kind cause, actor or motive for an answer in words; or record the question first",
        )
        return None
    fields: dict[str, Any] = {"text": text, "answer_kind": kind}
    if record.body.get("story"):
        fields["story"] = record.body["story"]
    return _make_stub(context, record, "question", "question", fields)


def _make_stub(
    context: WriteContext, record: Record, field: str, record_type: str, fields: dict[str, Any]
) -> str | None:
    """Record what `record` names in `field` and the ledger does not have; its id, None when it was refused."""
    defaults = question_defaults(fields) if record_type == "question" else {}
    stub = Record(record_type, fields, record.position.below(*field.split("/")), stub=True, defaults=defaults)
    resolve(context, [stub])
    identify(context, [stub])
    if not stub.refused:
        upsert(context, [stub])
    record.refused = record.refused or stub.refused
    return None if stub.refused else stub.id


def _story_of(context: WriteContext, record: Record) -> str | None:
    above: Record | None = record
    while above is not None:
        if above.body.get("story"):
            return str(above.body["story"])
        above = above.parent
    return context.story


def _unknown(context: WriteContext, record: Record, field: str, text: str, types: str) -> None:
    accepted = {
        "story": "the name of a story of this ledger or file ('claimtrack story add NAME' makes one)",
        "document": "a document's title or URL; an unknown URL makes a document, an unknown title does not",
        "claim": "a claim's id, its wording, or its key in this file",
    }.get(types, "an id or a name")
    context.fault(record, field, f"there is no {_or(types)} of this name", text, accepted, "unknown-name")


def _or(types: str) -> str:
    return join_list(["record"] if types == "*" else types.split(), "or")
