"""What the versions of a record stated, part by part: as it stands, ever, and openly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from claimtrack.ledger.entries.versions import Version, replaced_body, settled_body
from claimtrack.ledger.store.tables import numbers_of

Body = dict[str, Any]
Part = TypeVar("Part")


class StatedParts(NamedTuple, Generic[Part]):
    """What a record said after a change, its parts, those of any version, and those that were stated openly."""

    body: Body
    shown: set[Part]
    ever: set[Part]
    openly: set[Part]

    @property
    def hidden(self) -> set[Part]:
        """What it said after the change and nobody ever stated openly."""
        return self.shown - self.openly

    @property
    def ever_hidden(self) -> set[Part]:
        """What any version said and nobody ever stated openly."""
        return self.ever - self.openly


def stated_parts(
    history: Sequence[Version],
    seq: int | None,
    *,
    parts_of: Callable[[Body], Iterable[Part]],
    field_of: Callable[[Part], str],
    in_confidence: Callable[[Version], bool],
) -> StatedParts[Part]:
    """What all these versions of one record stated, as of change `seq` (None: now).

    A version states what it adds to what its writer knew, and the fields that it gives again as they were; one that
    undoes another states nothing. `parts_of` gives the parts of a body, `field_of` the field that a part is in.
    """
    known = {version.digest: version for version in history}
    ever: set[Part] = set()
    openly: set[Part] = set()
    for version in history:
        if version.body is None:
            continue
        parts = set(parts_of(version.body))
        ever |= parts
        if not version.undoes and not in_confidence(version):
            earlier = replaced_body(version, known)
            again = _given_again(version, earlier)
            openly |= parts.difference(parts_of(earlier))
            openly |= {part for part in parts if field_of(part) in again}
    body = settled_body(one for one in history if seq is None or one.number < numbers_of(seq)["high"])
    return StatedParts(body, set(parts_of(body)), ever, openly)


def _given_again(version: Version, earlier: Body) -> set[str]:
    """The fields that a version gives as the one before it had them: who wrote it states them openly now."""
    body = version.body or {}
    return {name for name in version.changed if name in earlier and body.get(name) == earlier[name]}
