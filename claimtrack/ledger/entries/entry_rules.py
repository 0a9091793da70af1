"""What an entry may do to the versions it replaces: the rules that every writer keeps, checked on what others wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimtrack.domain.canonical_json import canonical
from claimtrack.domain.dates import from_utc_text
from claimtrack.ledger.entries.versions import Version, settle

_WANTED_STATE = {"set": "live", "void": "live", "restore": "void"}


def faults(version: Version, known: Mapping[str, Version]) -> Iterator[str]:
    """What is wrong with `version`, given all versions of its record by digest: sentences without capital and stop.

    Bodies that were withheld (None) are not looked at.
    """
    missing = [prev for prev in version.prev if prev not in known]
    if missing:
        yield f"it replaces an entry that is neither here nor in the file: {missing[0]}"
        return
    if list(version.prev) != sorted(set(version.prev)) or list(version.changed) != sorted(set(version.changed)):
        yield "what it replaces and what it changes must be sorted, each once"
    yield from _clock(version, known)
    if version.op == "set":
        yield from _set(version, known)
    else:
        yield from _other(version, known)


def _clock(version: Version, known: Mapping[str, Version]) -> Iterator[str]:
    try:
        from_utc_text(version.at)
    except ValueError:
        yield f"{version.at} is no instant"
        return
    if any(known[prev].at >= version.at for prev in version.prev):
        yield "it is dated before what it replaces"


def _set(version: Version, known: Mapping[str, Version]) -> Iterator[str]:
    before: Mapping[str, Any] = {}
    if version.prev:
        settled = settle(_upto(version, known))
        if settled.state != "live":
            yield f"it edits a record that was {settled.state}"
            return
        if settled.body is None or any(known[prev].body is None for prev in version.prev):
            return
        before = settled.body
    if version.body is None:
        return
    unsaid = _different(before, version.body) - set(version.changed) - {"id", "type"}
    if unsaid:
        yield f"it changes {sorted(unsaid)[0]} and does not say so"


def _other(version: Version, known: Mapping[str, Version]) -> Iterator[str]:
    if not version.prev:
        yield f"a {version.op} must replace something"
        return
    if version.changed:
        yield f"a {version.op} changes no field"
    settled = settle(_upto(version, known))
    wanted = _WANTED_STATE.get(version.op)
    if wanted is not None and settled.state != wanted:
        yield f"a {version.op} of a record that was {settled.state}"
    elif wanted is not None and None not in (version.body, settled.body) and _unlike(version.body, settled.body):
        yield f"a {version.op} keeps what the record said, and this one does not"
    elif version.op == "withhold" and settled.state == "withheld":
        yield "it was withheld already"


def _upto(version: Version, known: Mapping[str, Version]) -> list[Version]:
    """Every version that the writer of `version` knew: what it replaces, and all before that."""
    found: dict[str, Version] = {}
    waiting = list(version.prev)
    while waiting:
        digest = waiting.pop()
        if digest in known and digest not in found:
            found[digest] = known[digest]
            waiting.extend(known[digest].prev)
    return list(found.values())


def _different(one: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    return {name for name in {*one, *other} if _unlike(one.get(name), other.get(name))}


def _unlike(one: Any, other: Any) -> bool:
    return canonical(one) != canonical(other)
