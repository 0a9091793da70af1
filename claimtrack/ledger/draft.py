"""Drafts: nodes on their way to becoming records, and the references in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimtrack.domain.nodes import Node

REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "document": (("publisher", "source"),),
    "question": (("story", "story"),),
    "claim": (("story", "story"), ("question", "question")),
    "assertion": (("claim", "claim"), ("document", "document")),
    "evidence": (("target", "claim assertion"), ("document", "document")),
    "request": (("target", "*"), ("asked", "source")),
    "assessment": (("target", "claim assertion"),),
    "rating": (("source", "source"),),
    "note": (("target", "*"),),
    "tag": (("target", "*"),),
    "side": (("source", "source"), ("story", "story")),
    "allow": (("target", "*"),),
    "merge": (("kept", "*"), ("merged", "*")),
    "publication": (("story", "story"),),
    "disagreement": (("on", "question claim evidence"), ("origin", "source"), ("for", "claim")),
}
"""Type -> its fields that name one record, and the types that may stand there ("*" = any), in order."""

LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "claim": (("about", "source"),),
    "assessment": (("evidence", "evidence"),),
    "disagreement": (("claims", "claim"),),
}
"""Type -> its fields that name a list of records."""

NESTED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "document": (("bylines", "source", "source"),),
    "assertion": (("chain", "source", "source"),),
    "source": (("speaks_for", "source", "source"), ("member_of", "source", "source")),
}
"""Type -> its fields that are lists of objects, the member of each that names a record, and its type."""


OWN_NAMES: dict[str, tuple[str, ...]] = {
    "story": ("name",),
    "source": ("name",),
    "document": ("url",),
    "question": ("text",),
    "claim": ("text",),
}
"""Type -> its fields that a record of it is found by."""


@dataclass(slots=True)
class Draft:
    """One node being recorded. `id` is None until its identity is known.

    `refused` when it, or its parent, has a fault.
    """

    node: Node
    parent: Draft | None = None
    id: str | None = None
    body: dict[str, Any] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    refused: bool = False
    nth: int | None = None
    stub: bool = False
    gone: bool = False
    """Whether it is left out without a fault, with what is nested in it: its record was voided or withheld."""

    @property
    def type(self) -> str:
        """The type of record it becomes."""
        return self.node.type


def flatten(nodes: Sequence[Node]) -> Iterator[Draft]:
    """A draft for every node and every node nested in it, parents first."""
    stack = [(node, None) for node in reversed(nodes)]
    waiting: list[tuple[Node, Draft | None]] = list(stack)
    while waiting:
        node, parent = waiting.pop()
        draft = Draft(node, parent)
        yield draft
        waiting.extend((child, draft) for child in reversed(node.children))


def named(draft: Draft) -> Iterator[tuple[str, str]]:
    """The (type, text) of every reference of a draft, for asking the ledger in one go.

    "" as type where any may stand.
    """
    fields = draft.node.fields
    for name in OWN_NAMES.get(draft.type, ()):
        if isinstance(fields.get(name), str):
            yield draft.type, fields[name]
    for name, types in REFERENCES.get(draft.type, ()):
        if isinstance(fields.get(name), str):
            for one in types.split():
                yield ("" if one == "*" else one), fields[name]
    for name, one in LISTS.get(draft.type, ()):
        yield from ((one, text) for text in fields.get(name) or () if isinstance(text, str))
    for name, member, one in NESTED.get(draft.type, ()):
        for item in fields.get(name) or ():
            if isinstance(item, dict) and isinstance(item.get(member), str):
                yield one, item[member]
