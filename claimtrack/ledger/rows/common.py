"""What the rows of several types share: dates as instants, names as keys, labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from functools import lru_cache
from typing import Any

from claimtrack.domain.dates import DateError, When, read_when, utc_text
from claimtrack.domain.text import key, key_hash, name_fold, shorten, tidy

Body = Mapping[str, Any]
Row = tuple[str | int | None, ...]
Rows = dict[str, Sequence[Row]]

OPEN_END = "~"
"""Sorts after every instant: the `valid_to` of what has no end."""

LABEL_WIDTH = 120


class Context:
    """What a row needs besides its record: the zone a bare date is a day in.

    When and by whom the record was written.
    """

    __slots__ = ("at", "by", "entry", "first_at", "zone")

    def __init__(self, zone: tzinfo, first_at: str = "", at: str = "", by: str = "", entry: str | None = None) -> None:
        self.zone = zone
        self.first_at = first_at
        self.at = at
        self.by = by
        self.entry = entry


@lru_cache(maxsize=4096)
def _when(text: str, zone: tzinfo) -> When | None:
    try:
        return read_when(text, zone)
    except DateError:
        return None


def earliest(text: str | None, zone: tzinfo) -> str | None:
    """The earliest instant of a date as written, 27-character UTC; None when absent or open."""
    when = _when(text, zone) if text else None
    return utc_text(when.earliest) if when is not None and when.earliest is not None else None


def latest(text: str | None, zone: tzinfo) -> str | None:
    """The latest instant of a date as written, 27-character UTC; None when absent or open."""
    when = _when(text, zone) if text else None
    return utc_text(when.latest) if when is not None and when.latest is not None else None


def label(body: Body) -> str:
    """A short line to call a record by, from what it says alone."""
    for name in ("name", "title", "text", "why", "answer", "url", "verdict"):
        value = body.get(name)
        if isinstance(value, str) and value.strip():
            return shorten(value, LABEL_WIDTH)
    quote = body.get("quote")
    if isinstance(quote, dict):
        return shorten(quote["exact"], LABEL_WIDTH)
    return f"{body['type']} {body['id']}"


def story_of(body: Body) -> str | None:
    """The story a record belongs to by itself: its own id for a story, else its `story`."""
    return body["id"] if body["type"] == "story" else body.get("story")


def name_row(body: Body, text: str, kind: str, within: str | None = None) -> Row:
    """A row of `name`: that the record is called `text` (or lives at that URL key, when `kind` is url)."""
    return (body["id"], body["type"], key_hash(text if kind == "url" else name_fold(text)), kind, within)


def full_name(name: str, qualifier: str | None) -> str:
    """A source's name with its qualifier, as it is typed and shown: "Saule (builder)"."""
    return f"{name} ({qualifier})" if qualifier else name


def validity(item: Body, zone: tzinfo) -> tuple[str, str]:
    """When something holds, as projected: from ("" = open) and to ("~" = open)."""
    return earliest(item.get("since"), zone) or "", latest(item.get("until"), zone) or OPEN_END


def question_key(text: str) -> str:
    """What two wordings of one question share: N without a final question mark."""
    return key(tidy(text).rstrip("?").rstrip())
