"""Which version of a record is current, and what an entry may do to the versions it replaces.

The current record is a function of the set of its entries, whatever the order they came in: concurrent edits merge
field by field, a void stands until a restore that knew of it, and withholding is for good. No database, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from claimtrack.domain.canonical_json import canonical
from claimtrack.domain.dates import from_utc_text

UNION_FIELDS = frozenset({"aliases", "archive_links"})
"""Lists whose concurrent edits are all kept."""

UNDO_OF = "undo of change "
"""How the reason of a change begins that undid another, whose number follows."""

RELAYED = -1
"""What stands for the change that the writer of a version knew last, where that cannot be told."""

NEVER_CHANGED = ("id", "type")
"""Fields that no writer gives: what they say of a record holds for all its versions."""

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """One entry as settling needs it: its digest, what it replaces, what its writer changed.

    `body` None when withheld.
    """

    digest: str
    op: str
    prev: tuple[str, ...]
    changed: tuple[str, ...]
    at: str
    by: str
    body: Body | None
    number: int = 0
    """Its number in the ledger, 0 when it is not in there."""
    undoes: bool = False
    """Whether it puts back what another change replaced: of a version read from the ledger by its record."""
    knew: int = 0
    """Of one that a merge brought: the last change of this ledger that its writer's had taken over by then.

    RELAYED where the other ledger had it from a third: then nobody knows what its writer knew.
    """


@dataclass(slots=True)
class Settled:
    """What a set of versions comes to.

    `state` is live, void or withheld. `entry` is the digest of the one version whose body it is, None when bodies
    were merged; `number` that of the only head, 0 when there are several. `conflict` holds, for each field that
    concurrent edits set differently, their values, the standing one first; the key "void" says that an edit was made
    beside a void.
    """

    state: str
    body: Body | None
    entry: str | None
    heads: tuple[str, ...]
    first_at: str
    last_at: str
    by: str
    conflict: Mapping[str, list[Any]] = field(default_factory=dict)
    number: int = 0


def settle(versions: Iterable[Version]) -> Settled:
    """The record that these versions (at least one, without duplicates) come to."""
    known = {version.digest: version for version in versions}
    replaced = {digest for version in known.values() for digest in version.prev}
    heads = tuple(sorted(digest for digest in known if digest not in replaced))
    newest = max(known.values(), key=lambda version: (version.at, version.digest))
    first_at = min(version.at for version in known.values())
    if any(version.op == "withhold" for version in known.values()):
        number = known[heads[0]].number if len(heads) == 1 else 0
        return Settled("withheld", None, None, heads, first_at, newest.at, newest.by, number=number)
    ancestry = _ancestry(known)
    voided = _standing_void(known, ancestry)
    if len(heads) == 1:
        head = known[heads[0]]
        state = "void" if voided else "live"
        return Settled(state, head.body, head.digest, heads, first_at, newest.at, newest.by, number=head.number)
    body, conflict = _merged(known, ancestry)
    if voided and any(known[digest].op in ("set", "restore") for digest in heads):
        conflict["void"] = [known[digest].op for digest in heads]
    return Settled("void" if voided else "live", body, None, heads, first_at, newest.at, newest.by, conflict)


STATE_OF = {"set": "live", "restore": "live", "void": "void", "withhold": "withheld"}
"""Operation -> what it makes of a record whose every version it knew of; a set leaves a void record void."""


def settle_next(before: Settled | None, version: Version) -> Settled:
    """What a record comes to by a version whose writer knew all there was of it: `before`, None when it was new.

    The same as `settle` of all its versions.
    """
    state = STATE_OF[version.op]
    if before is not None and version.op == "set" and before.state == "void":
        state = "void"
    if before is not None and before.state == "withheld":
        state = "withheld"
    body, entry = (None, None) if state == "withheld" else (version.body, version.digest)
    first_at = version.at if before is None else before.first_at
    return Settled(state, body, entry, (version.digest,), first_at, version.at, version.by, number=version.number)


def settled_body(versions: Iterable[Version]) -> Body:
    """What these versions of a record say together; {} where there are none, or they are withheld."""
    some = list(versions)
    return (some[0].body if len(some) == 1 else settle(some).body if some else None) or {}


def replaced_body(version: Version, known: Mapping[str, Version]) -> Body:
    """What a record said as the writer of a version knew it, of all its versions by digest; {} where it was new."""
    if len(version.prev) == 1 and version.prev[0] in known:
        return known[version.prev[0]].body or {}
    return settled_body(_upto(version, known))


def _ancestry(known: Mapping[str, Version]) -> dict[str, frozenset[str]]:
    """For every version the digests of all it descends from (those that are known)."""
    done: dict[str, frozenset[str]] = {}
    stack = list(known)
    while stack:
        digest = stack[-1]
        if digest in done:
            stack.pop()
            continue
        parents = [prev for prev in known[digest].prev if prev in known]
        waiting = [parent for parent in parents if parent not in done]
        if waiting:
            stack.extend(waiting)
            continue
        stack.pop()
        done[digest] = frozenset(parents).union(*(done[parent] for parent in parents))
    return done


def _standing_void(known: Mapping[str, Version], ancestry: Mapping[str, frozenset[str]]) -> bool:
    """Whether a void has no restore that knew of it: an edit made beside it does not lift it."""
    lifted = frozenset[str]().union(*(ancestry[v.digest] for v in known.values() if v.op == "restore"))
    return any(version.op == "void" and version.digest not in lifted for version in known.values())


def _merged(known: Mapping[str, Version], ancestry: Mapping[str, frozenset[str]]) -> tuple[Body, dict[str, list[Any]]]:
    """A body with the last value of each field, and the fields that were set differently at the same time."""
    fields = sorted({name for version in known.values() for name in version.changed})
    any_body = next((version.body for version in known.values() if version.body is not None), {})
    body: Body = {name: any_body[name] for name in NEVER_CHANGED if name in any_body}
    conflict: dict[str, list[Any]] = {}
    for name in fields:
        writers = [version for version in known.values() if name in version.changed]
        outdone = frozenset[str]().union(*(ancestry[version.digest] for version in writers))
        last = [version for version in writers if version.digest not in outdone]
        last.sort(key=lambda version: (version.at, version.digest), reverse=True)
        if name in UNION_FIELDS:
            united = sorted({item for version in last for item in (version.body or {}).get(name, [])})
            if united:
                body[name] = united
            continue
        values = [(version.body or {}).get(name) for version in last]
        different = _distinct(values)
        if len(different) > 1:
            conflict[name] = different
        if values[0] is not None:
            body[name] = values[0]
    return body, conflict


def _distinct(values: list[Any]) -> list[Any]:
    seen: dict[bytes, Any] = {}
    for value in values:
        seen.setdefault(canonical(value), value)
    return list(seen.values())


_WANTED_STATE = {"set": "live", "void": "live", "restore": "void"}


def version_faults(version: Version, known: Mapping[str, Version]) -> Iterator[str]:
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
    wanted_state = _WANTED_STATE.get(version.op)
    if wanted_state is not None and settled.state != wanted_state:
        yield f"a {version.op} of a record that was {settled.state}"
    elif wanted_state is not None and None not in (version.body, settled.body) and _unlike(version.body, settled.body):
        yield f"a {version.op} keeps what the record said, and this one does not"
    elif version.op == "withhold" and settled.state == "withheld":
        yield "it was withheld already"


def _upto(version: Version, known: Mapping[str, Version]) -> list[Version]:
    """Every version that the writer of `version` knew: what it replaces, and all before that."""
    ancestors: dict[str, Version] = {}
    waiting = list(version.prev)
    while waiting:
        digest = waiting.pop()
        if digest in known and digest not in ancestors:
            ancestors[digest] = known[digest]
            waiting.extend(known[digest].prev)
    return list(ancestors.values())


def _different(one: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    return {name for name in {*one, *other} if _unlike(one.get(name), other.get(name))}


def _unlike(one: Any, other: Any) -> bool:
    return canonical(one) != canonical(other)
