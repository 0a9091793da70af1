"""What is shown of who is not named: the fields that can neither tell who it is nor hold words of that statement alone.

Whatever is not listed is not shown: a new field of these schemas stays in until it is listed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

SHOWN_OF_UNNAMED = {
    "assertion": frozenset(
        {
            *("type", "id", "claim", "document", "stance", "chain", "quote", "quote_kind"),
            *("label_words", "evidence_given", "occasion", "release", "until"),
        }
    ),
    "hop": frozenset({"source", "naming", "basis", "caveats", "said", "described_as"}),
    "quote": frozenset({"exact"}),
    "request": frozenset({"type", "id", "target", "asked", "purpose", "on", "due", "outcome", "answered_on"}),
    "evidence": frozenset({"type", "id", "target", "bearing", "url", "text", "kind", "document", "authenticity"}),
}
"""Type, or part of an assertion -> its fields that are shown of who is not named.

`evidence` is what is brought for or against what such a source said. A source is called as described; of an occasion
only that there was one is known, of a date the day. Verdicts, notes and tags are the desk's own words.
"""
_INSTEAD = {"naming": "anonymous", "occasion": ""}
_DATES = ("said", "until", "on", "due", "answered_on")
_TIME_OF_DAY = re.compile(r"T[^/]*")


def only_shown(kind: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """A record, or part of one, of a key of SHOWN_OF_UNNAMED, with what is shown of who is not named."""
    shown = {name: _INSTEAD.get(name, value) for name, value in item.items() if name in SHOWN_OF_UNNAMED[kind]}
    return shown | {name: day_of(shown[name]) for name in _DATES if name in shown}


def day_of(date: str) -> str:
    """A date as written, or an instant, without the time of day."""
    return _TIME_OF_DAY.sub("", date)
