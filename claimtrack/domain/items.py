"""Nodes: what was read from a file or typed at the prompt, before names are resolved and ids are made.

A node is one record as somebody wrote it, with the records nested in it as children. Its fields may name other
records by id, name, alias, title, URL, text or file-local key; the ledger resolves them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FilePosition:
    """Where something was written.

    File name (None when typed), line from 1 (None when unknown), JSON pointer ("" = the whole).
    """

    file: str | None = None
    line: int | None = None
    pointer: str = ""

    def below(self, *parts: str | int) -> FilePosition:
        """The place of a member of this one."""
        escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
        return FilePosition(self.file, self.line, self.pointer + "".join(f"/{part}" for part in escaped))


@dataclass(slots=True)
class Node:
    """One record as written. A field that is None is to be cleared, which needs an id."""

    type: str
    fields: dict[str, Any]
    at: FilePosition
    children: list[Node] = field(default_factory=list)
    link: str | None = None
    """The field of this node that will hold its parent's id; None for a node without parent."""
    key: str | None = None
    """A name other nodes of the same file refer to this one by."""
    defaults: dict[str, Any] = field(default_factory=dict)
    """Fields that count only if the record is new: they say nothing of one that is there."""
