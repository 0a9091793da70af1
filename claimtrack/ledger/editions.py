"""Editions of a report: what each of them shows."""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.errors import BadInput


@dataclass(frozen=True, slots=True)
class Edition:
    """What a report of this name holds beside claims, their attribution, disagreements, sources and documents.

    `confidential`: confidential sources by name (else as described); `flags`, `notes` (and tags), `ratings`,
    `requests` (all of them: how the accused replied is told in every edition); `users`: the names of those who judged
    or recorded; `checks`: quotes held against the stored text, and the digests that prove what was stored.
    """

    name: str
    confidential: bool
    flags: bool
    notes: bool
    ratings: bool
    requests: bool
    users: bool
    checks: bool


EDITIONS = {
    edition.name: edition
    for edition in (
        Edition("desk", True, True, True, True, True, True, True),
        Edition("legal", False, True, True, False, True, True, True),
        Edition("public", False, False, False, False, False, False, False),
    )
}
"""Every edition by its name: the choices of `report --for`."""


def edition_named(name: str) -> Edition:
    """The edition of a name. Raises BadInput when there is none."""
    if name not in EDITIONS:
        raise BadInput(f"there is no edition {name!r}", f"Give one of {', '.join(EDITIONS)}.")
    return EDITIONS[name]
