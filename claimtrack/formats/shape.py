"""How records nest in files: which lists an item may carry, and by which field what stands in them belongs to it."""

from __future__ import annotations

import re
from typing import NamedTuple

from claimtrack.domain.words import RECORD_TYPES


class Nested(NamedTuple):
    """What stands in one of an item's lists: the type of record, and its field that holds the id of the item."""

    type: str
    link: str


_EVERY = {"notes": Nested("note", "target"), "tags": Nested("tag", "target")}
_JUDGED = {
    "evidence": Nested("evidence", "target"),
    "requests": Nested("request", "target"),
    "assessments": Nested("assessment", "target"),
}

NESTS: dict[str, dict[str, Nested]] = {
    **dict.fromkeys(RECORD_TYPES, _EVERY),
    "source": {"ratings": Nested("rating", "source"), "sides": Nested("side", "source"), **_EVERY},
    "claim": {"assertions": Nested("assertion", "claim"), **_JUDGED, **_EVERY},
    "assertion": {**_JUDGED, **_EVERY},
}
"""Type of record -> the lists that its items may carry, in the order in which they are written."""

BARE = {"note": "text", "tag": "name"}
"""Types of nested record that may be written as a bare string -> the field that the string is."""

KEYED = ("claim", "assertion")
"""Types of record whose items may bear a `key`, by which others of the same file refer to them."""

CHAIN_MARK = " > "
"""What parts the hops of a chain that is written as one string."""

_MARK = re.compile(r"(?<=\s)>(?=\s)")


def hops(chain: str) -> list[str]:
    """The sources of a chain that is written as one string, from the speaker outward; "" where one is missing.

    The mark parts hops only with white space round it, or at either end: `a>b` is one name.
    """
    return [hop.strip() for hop in _MARK.split(f" {chain} ")]
