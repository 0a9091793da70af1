"""The spool: what was read of a file, kept in temporary files by type until the ledger is locked and it is recorded.

Types come back in an order in which what is referred to comes before what refers to it, so that references resolve
whatever the order of the file; within a type the file's own order stands. Memory is flat: a batch at a time. It can be
read as often as the database asks for the action again.
"""

from __future__ import annotations

import marshal
import struct
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

from claimtrack.domain.items import FilePosition, Node
from claimtrack.domain.vocabulary import GENERIC_KINDS

Item = tuple[str, str, str]
"""A line, or a member of a bundle, that is taken or refused as a whole: its file; its line or ""; its pointer or ""."""

GENERIC = "generic source"
RANKS = (
    "story",
    "source",
    GENERIC,
    "document",
    "question",
    "merge",
    "side",
    "rating",
    "claim",
    "assertion",
    "evidence",
    "request",
    "assessment",
    "publication",
    "disagreement",
    "note",
    "tag",
    "allow",
)
"""What is spooled apart, in the order in which it is recorded. Generic sources come after the bodies they belong to."""

IN_MEMORY = 1 << 20
"""Bytes of each rank that stay in memory."""
CHUNK_BYTES = 1 << 16
BATCH_NODES = 2_000
BATCH_BYTES = 8 << 20
"""A batch ends at this many items, or at this many bytes of them."""

_LENGTH = struct.Struct("<Q")
_Packed = tuple[Any, ...]


class Spool:
    """Nodes, added in the order of a file, given back in batches by rank. A context manager: leaving it removes all."""

    def __init__(self) -> None:
        self._ranks: dict[str, _Rank] = {}
        self.count = 0
        """How many top-level nodes were added."""

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        for rank in self._ranks.values():
            rank.close()

    def add(self, node: Node) -> None:
        """Keep one top-level node and all that is nested in it."""
        name = rank_of(node)
        rank = self._ranks.get(name)
        if rank is None:
            rank = self._ranks[name] = _Rank()
        rank.add(_pack(node))
        self.count += 1

    def size(self, rank: str) -> int:
        """How many nodes of this rank there are."""
        return self._ranks[rank].count if rank in self._ranks else 0

    def batches(self, rank: str) -> Iterator[list[Node]]:
        """The nodes of this rank, in the order they were added, a batch at a time."""
        if rank in self._ranks:
            yield from self._ranks[rank].batches()


class _Rank:
    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the spool
        self._chunk: list[bytes] = []
        self._size = 0
        self.count = 0

    def add(self, packed: _Packed) -> None:
        data = marshal.dumps(packed)
        self._chunk.append(data)
        self._size += len(data)
        self.count += 1
        if self._size >= CHUNK_BYTES:
            self._write()

    def _write(self) -> None:
        chunk = marshal.dumps(self._chunk)
        self._file.write(_LENGTH.pack(len(chunk)))
        self._file.write(chunk)
        self._chunk = []
        self._size = 0

    def batches(self) -> Iterator[list[Node]]:
        if self._chunk:
            self._write()
        self._file.seek(0)
        batch: list[Node] = []
        size = 0
        while head := self._file.read(_LENGTH.size):
            (length,) = _LENGTH.unpack(head)
            for data in marshal.loads(self._file.read(length)):
                batch.append(_unpack(marshal.loads(data)))
                size += len(data)
                if len(batch) >= BATCH_NODES or size >= BATCH_BYTES:
                    at = self._file.tell()
                    yield batch
                    self._file.seek(at)
                    batch, size = [], 0
        if batch:
            yield batch

    def close(self) -> None:
        self._file.close()


def rank_of(node: Node) -> str:
    """The rank a top-level node is spooled in."""
    if node.type == "source" and "id" not in node.fields and node.fields.get("kind") in GENERIC_KINDS:
        return GENERIC
    return node.type


def item_of(at: FilePosition) -> Item:
    """What a top-level node at this place is taken or refused with: its line, or its member of a bundle."""
    return (at.file or "", "" if at.pointer else str(at.line or ""), at.pointer)


def items_at(file: str | None, line: int | None, pointer: str) -> tuple[Item, Item]:
    """The two items that a fault at this place may be of: the line, or the member of a list of a bundle."""
    return (file or "", str(line or ""), ""), (file or "", "", "/".join(pointer.split("/")[:3]))


def _pack(node: Node) -> _Packed:
    at = node.at
    children = [_pack(child) for child in node.children]
    return node.type, node.fields, at.file, at.line, at.pointer, node.link, node.key, children


def _unpack(packed: _Packed) -> Node:
    record_type, fields, file, line, pointer, link, key, children = packed
    return Node(
        record_type,
        fields,
        FilePosition(file, line, pointer),
        [_unpack(child) for child in children],
        link=link,
        key=key,
    )
