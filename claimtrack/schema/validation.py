"""Validating: records against their schemas, items against the bundle's. What is wrong is returned, never raised.

What the fast validator accepts is valid; what it refuses is put to the authority, whose findings are explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from claimtrack.domain.english import join_list, with_article
from claimtrack.domain.records import FilePosition
from claimtrack.domain.vocabulary import PLURALS, RECORD_TYPES
from claimtrack.problem import Problem
from claimtrack.schema.explanations import Explainer
from claimtrack.schema.fast_findings import Kind, fast_findings, kind_of
from claimtrack.schema.limits import RECORD_BYTES, accepted_words, fault, shown, size_faults, value_faults
from claimtrack.schema.loader import schema
from claimtrack.schema.nesting import CHAIN_MARK, NESTS, hops
from claimtrack.schema.validators import authority, fast

_TYPES = frozenset(RECORD_TYPES)


def check_record(body: Mapping[str, Any], text: str | None = None) -> list[Problem]:
    """What is wrong with a whole flat record, pointers counted from it; an empty list when it may be stored.

    `text` is the record in canonical JSON, where the caller has it.

    Its limits (1 MiB, a document's text 64 MiB) are checked first, and its fields only when it keeps them.
    """
    record_type = body.get("type")
    if not isinstance(record_type, str) or record_type not in _TYPES:
        return [type_fault(body, FilePosition())]
    if text is not None and _is_plain(text) and fast(record_type).is_valid(body):
        return []
    found = size_faults(body, text)
    if found or fast(record_type).is_valid(body):
        return found
    return _explained(record_type, record_type, "", body, FilePosition())


def check_edit(body: Mapping[str, Any], after: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the record `after` as an edit of `body`; an empty list when it may be stored.

    An edit does not take the last of the fields that a record of its type is known by.
    """
    known_by = schema(body["type"]).get("x-known-by", ())
    if body.keys().isdisjoint(known_by) or not after.keys().isdisjoint(known_by):
        return check_record(after)
    message = f"{with_article(body['type'])} needs {join_list(known_by, 'or')}"
    return [*check_record(after), fault(FilePosition(), message, None, "at least one of them", "missing")]


def _is_plain(text: str) -> bool:
    """Whether a record that its schema allows is within the limits too: it is short, and holds no float."""
    return len(text) <= RECORD_BYTES // 4 and "\\u0000" not in text and _FLOAT.search(text) is None


_FLOAT = re.compile(r'":-?[0-9]+[.eE]')
"""A float that is a member of an object: no schema allows lists of numbers."""


def check_item(record_type: str, item: Any, at: FilePosition, data: bytes | None = None) -> list[Problem]:
    """What is wrong with an item as people write it, with all that is nested in it; empty when it can be expanded.

    `item` is of the known type `record_type` and stands at `at`; `data` is what orjson writes of it, where the caller
    has it. Its size is checked once it is a record.
    """
    if not isinstance(item, dict):
        return [fault(at, f"this must be an object in braces, {with_article(record_type)}", shown(item), code="type")]
    pointer = f"/properties/{PLURALS[record_type]}/items"
    items = fast("bundle", pointer)
    try:
        accepted = items.is_valid(item)
    except (UnicodeEncodeError, ValueError, TypeError):
        return value_faults(item, at) or [fault(at, "this cannot be written as JSON", code="json")]
    if not accepted and (found := _explained(record_type, "bundle", pointer, item, at)):
        return found
    if data is not None and b"null" not in data and b'"chain":"' not in data:
        return []
    return sorted(_meaningless(record_type, item, at)) if _needs_a_look(record_type, item) else []


def check_line(line: Any, at: FilePosition) -> list[Problem]:
    """What is wrong with a line of the ledger format."""
    if not isinstance(line, dict):
        return [fault(at, "this must be an object in braces", shown(line), code="type")]
    which = next((name for member, name in LEDGER_LINES.items() if member in line), None)
    if which is None:
        accepted = "a header, a change or an entry, as 'claimtrack export --format ledger' writes them"
        return [fault(at, "this is no line of a ledger", shown(line), accepted, "type")]
    pointer = f"/$defs/{which}"
    return [] if fast("ledger", pointer).is_valid(line) else _explained(which, "ledger", pointer, line, at)


LEDGER_LINES = {"claimtrack-ledger": "header", "change": "change", "entry": "entry"}
"""The member that a line of the ledger format is known by -> what it is."""


def type_fault(body: Mapping[str, Any], at: FilePosition) -> Problem:
    """What to say of an object whose `type` is missing or unknown."""
    given = body.get("type")
    if given is None:
        accepted = f"a member type, {accepted_words(given, RECORD_TYPES)}"
        return fault(at, "the type of record is missing", None, accepted, "missing")
    accepted = accepted_words(given, RECORD_TYPES)
    return fault(at.below("type"), "there is no such type of record", shown(given), accepted, "word")


def _explained(what: str, name: str, pointer: str, instance: Any, at: FilePosition) -> list[Problem]:
    """The authority's findings, explained; empty where it accepts what the fast validator did not.

    Once the fast validator's own were explained just so, faults of the same kind are not put to the authority again.
    """
    explainer = Explainer(what, name, pointer, at)
    findings = fast_findings(name, pointer, instance)
    kind = (what, name, kind_of(findings))
    if _ALIKE.get(kind) and all(finding.is_sure() for finding in findings):
        return explainer.problems(findings)
    problems = explainer.problems(authority(name, pointer).iter_errors(instance))
    if kind not in _ALIKE and len(_ALIKE) < MOST_KINDS:
        _ALIKE[kind] = problems == explainer.problems(findings)
    return problems


_ALIKE: dict[tuple[str, str, frozenset[Kind]], bool] = {}
"""Kind of fault -> whether the findings of both validators were explained alike where it was met first."""
MOST_KINDS = 10_000


def _needs_a_look(record_type: str, item: Mapping[str, Any]) -> bool:
    """Whether there is a null or a chain in one string anywhere in a valid item. No position is worked out for it."""
    if None in item.values() or isinstance(item.get("chain"), str):
        return True
    for plural, nested in NESTS[record_type].items():
        children = item.get(plural)
        if isinstance(children, list):
            for child in children:
                if isinstance(child, dict) and _needs_a_look(nested.type, child):
                    return True
    return False


def _meaningless(record_type: str, item: Mapping[str, Any], at: FilePosition) -> Iterator[Problem]:
    """What a valid item says that means nothing: a clearing without an id, a chain with a hole."""
    if "id" not in item:
        for name, value in item.items():
            if value is None:
                accepted = "leave the field out, or give the id of the record whose field is to be cleared"
                yield fault(at.below(name), "null clears a field, which needs an id", "null", accepted, "clear")
    chain = item.get("chain")
    if isinstance(chain, str) and not all(hops(chain)):
        accepted = f'sources from the speaker outward: "Saule{CHAIN_MARK}AFP"'
        yield fault(at.below("chain"), "this chain has a hop without a source", shown(chain), accepted, "chain")
    for plural, nested in NESTS[record_type].items():
        children = item.get(plural)
        for index, child in enumerate(children if isinstance(children, list) else ()):
            if isinstance(child, dict):
                yield from _meaningless(nested.type, child, at.below(plural, index))
