"""Editions: for whom a report is made, what it therefore holds, and which assertions leave the ledger at all."""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.errors import BadInput

RESTRICTED = ("off-record", "embargoed")
"""Releases that appear in no report or export unless they are asked for."""


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


def is_restricted(release: str | None, until_lo: str | None, now: str) -> bool:
    """Whether an assertion of this release may not leave; an embargo ends at `until_lo`. Instants are UTC text.

    An `until` is an embargo whatever the release says.
    """
    if release == "off-record" or (until_lo is not None and until_lo > now):
        return True
    return release == "embargoed" and until_lo is None
