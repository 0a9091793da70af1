"""Resolving: every reference of a draft from what was written to a record's id, stubs made where that is the custom.

Faults are collected as problems; nothing is raised for what a person wrote.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from claimtrack.domain.ids import is_id
from claimtrack.domain.items import FilePosition, Node
from claimtrack.domain.naming import has_name, kind_of_words
from claimtrack.domain.text import shorten
from claimtrack.domain.urls import is_web_url
from claimtrack.ledger.store.dialect import select_in
from claimtrack.ledger.write.names import NameIndex, split_qualified
from claimtrack.ledger.write.outcome import Mode
from claimtrack.problem import Problem

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


OWNING = frozenset({("assertion", "claim"), ("rating", "source"), ("side", "source")})
"""(type, field) of the references without which a record is nothing; a `target` is one in every type."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A reference to a record not yet met. `types` may stand there, separated by spaces ("*" = any)."""

    id: str
    types: str
    at: FilePosition
    believed: bool
    """Whether it may lead nowhere: a record that carries its own id was exported, and what it refers to may have been
    voided or withheld where it comes from."""


class Forward:
    """The references of one import that lead ahead."""

    def __init__(self) -> None:
        self.awaited: list[Awaited] = []
        self.dangling = 0
        """How many led nowhere and were believed all the same."""

    def add(self, record: str, types: str, at: FilePosition, *, owner: str, field: str, has_id: bool) -> None:
        """Remember that `field` of a record of type `owner`, which carries its own id or not, names `record`."""
        owning = field == "target" or (owner, field) in OWNING
        self.awaited.append(Awaited(record, types, at, has_id and not owning))

    def check(self, connection: Connection) -> list[Problem]:
        """Look for all of them in the ledger as it now is; what is there not, or of another type, is a problem."""
        sql = "SELECT id, type FROM record WHERE id IN :values"
        known = {row.id: row.type for row in select_in(connection, sql, (each.id for each in self.awaited))}
        found: list[Problem] = []
        for each in self.awaited:
            kind = known.get(each.id)
            if kind is None and each.believed:
                self.dangling += 1
            elif kind is None:
                found.append(_problem(each, f"there is no {_or(each.types)} with this id", "unknown-id"))
            elif each.types != "*" and kind not in each.types.split():
                found.append(_problem(each, f"this names a {kind}, where a {_or(each.types)} belongs", "wrong-type"))
        self.awaited = []
        return found


def _problem(each: Awaited, message: str, code: str) -> Problem:
    return Problem(each.at.file, each.at.line, each.at.pointer, message, each.id, None, code)


def _or(types: str) -> str:
    return "record" if types == "*" else " or ".join(types.split())


OF_STORY = frozenset({"claim", "question", "side", "publication"})
"""Types that belong to the story of their file, or the one given, when they name none and bear no id."""

REPEATED = frozenset({"source", "document", "question"})
"""Types whose records are named again and again in a file."""

Report = Callable[[Draft, str, str, "str | None", "str | None", str], None]


class Resolver:
    """Resolves the references of one change's drafts. `make` records a new node at once and returns its id."""

    def __init__(
        self,
        names: NameIndex,
        mode: Mode,
        make: Callable[[Node], str | None],
        story: str | None,
    ) -> None:
        self.names = names
        self.mode = mode
        self.make = make
        self.story = story
        self.problems: list[Problem] = []
        self._met: dict[tuple[str, str, str | None], tuple[int, str]] = {}
        """What a name came to in a story, and how many names of its type there were then."""
        self.forward: Forward | None = None
        """Where ids not yet met are remembered, to be looked for at the end; None refuses them at once."""

    def fault(
        self,
        draft: Draft,
        field: str,
        message: str,
        value: object = None,
        accepted: str | None = None,
        code: str = "reference",
    ) -> None:
        """Note a problem with a field ("" = the record) of a draft, and refuse the draft."""
        draft.refused = True
        at: FilePosition = draft.node.at.below(*field.split("/")) if field else draft.node.at
        shown = None if value is None else shorten(str(value), 80)
        self.problems.append(
            Problem(
                file=at.file,
                line=at.line,
                pointer=at.pointer,
                message=message,
                value=shown,
                accepted=accepted,
                code=code,
            )
        )

    def resolve(self, draft: Draft) -> None:
        """Fill `draft.body` with the node's fields, every reference an id. Clearings (None) stay out of the body."""
        fields = draft.node.fields
        draft.given = frozenset(name for name in fields if name != "id")
        body: dict[str, Any] = {"type": draft.type}
        body.update((name, value) for name, value in fields.items() if value is not None)
        draft.body = body
        if draft.parent is not None and draft.node.link is not None:
            body[draft.node.link] = draft.parent.id
            draft.given |= {draft.node.link}
        if draft.type in OF_STORY and "story" not in fields and "id" not in fields and self.story:
            body["story"] = self.story
            draft.given |= {"story"}
        for name, types in REFERENCES.get(draft.type, ()):
            if name in body and not (draft.parent is not None and name == draft.node.link):
                body[name] = self._one(draft, name, body[name], types)
        for name, one in LISTS.get(draft.type, ()):
            if isinstance(body.get(name), list):
                body[name] = [self._one(draft, f"{name}/{at}", text, one) for at, text in enumerate(body[name])]
        if draft.type == "disagreement" and body.get("claims") and not draft.refused:
            body["claims"] = sorted(body["claims"])
        if draft.type != "source":
            self.nested(draft)

    def nested(self, draft: Draft) -> None:
        """Resolve the references inside a draft's lists of objects (for sources: once every source has its id)."""
        for name, member, one in NESTED.get(draft.type, ()):
            if not isinstance(draft.body.get(name), list):
                continue
            items = []
            for at, given in enumerate(draft.body[name]):
                item = dict(given)
                if isinstance(item.get(member), str):
                    item[member] = self._one(draft, f"{name}/{at}/{member}", item[member], one, item, at)
                items.append(item)
            draft.body[name] = items

    def _one(
        self, draft: Draft, field: str, text: Any, types: str, item: dict[str, Any] | None = None, at: int = 0
    ) -> str | None:
        if not isinstance(text, str) or not text.strip():
            self.fault(draft, field, "this must name a record", text, "an id or a name", "reference")
            return None
        wanted = self._merge_type(draft) if types == "*" else types
        keyed = self.names.keys.get(text)
        if keyed is not None and (wanted == "*" or self.names.type_of(keyed) in wanted.split()):
            return keyed
        if is_id(text):
            known = self.names.type_of(text)
            if known is None:
                return self._unmet(draft, field, text, wanted)
            if wanted != "*" and known not in wanted.split():
                self.fault(
                    draft,
                    field,
                    f"this names a {known}, where a {_resolve_or(wanted)} belongs",
                    text,
                    None,
                    "wrong-type",
                )
                return None
            return text
        if wanted == "*":
            return self._anything(draft, field, text)
        asked = (wanted, text, self._story_of(draft))
        if asked in self._met and self._met[asked][0] == self.names.told[wanted]:
            return self._met[asked][1]
        for one in wanted.split():
            found = self._named(draft, field, text, one, item, at)
            if found is not None or draft.refused:
                if found is not None and not draft.refused and wanted in REPEATED:
                    self._met[asked] = (self.names.told[wanted], found)
                return found
        self._unknown(draft, field, text, wanted)
        return None

    def forget(self) -> None:
        """Drop what names came to."""
        self._met.clear()

    def _unmet(self, draft: Draft, field: str, text: str, wanted: str) -> str | None:
        if self.forward is None:
            self._unknown(draft, field, text, wanted)
            return None
        at = draft.node.at.below(*field.split("/"))
        self.forward.add(text, wanted, at, owner=draft.type, field=field, has_id="id" in draft.node.fields)
        return text

    def _anything(self, draft: Draft, field: str, text: str) -> str | None:
        """The one record of any type that goes by a name; nothing is made."""
        story = self._story_of(draft)
        ids = set(self.names.sources(text, story=story, referred=True))
        for one in ("story", "document", "question", "claim"):
            fits = self.names.fits(one, text)
            ids |= {fit.id for fit in fits if fit.within in (None, story)} or {fit.id for fit in fits}
        if len(ids) > 1:
            self.ambiguous(draft, field, text, "record", sorted(ids))
        elif not ids:
            self._unknown(draft, field, text, "*")
        return next(iter(ids)) if len(ids) == 1 else None

    @staticmethod
    def _merge_type(draft: Draft) -> str:
        return draft.body.get("kind", "*") if draft.type == "merge" else "*"

    def _named(self, draft: Draft, field: str, text: str, one: str, item: dict[str, Any] | None, at: int) -> str | None:
        if one == "source":
            return self._source(draft, field, text, item, at)
        story = draft.body.get("story") or self.story
        fits = self.names.fits(one, text)
        near = [fit for fit in fits if fit.within in (None, story) or one not in ("question", "claim")]
        if one == "claim" and not near:
            near = fits
        ids = sorted({fit.id for fit in near})
        if len(ids) > 1:
            self.ambiguous(draft, field, text, one, ids)
            return None
        if ids:
            return ids[0]
        if one == "document" and is_web_url(text):
            return self.make(Node("document", {"url": text}, draft.node.at.below(*field.split("/"))))
        if one == "question" and draft.type == "claim":
            return self._question(draft, text)
        return None

    def _source(self, draft: Draft, field: str, text: str, item: dict[str, Any] | None, at: int) -> str | None:
        generic = self.mode is Mode.ADD and not has_name(split_qualified(text)[0])
        ids = self.names.sources(text, story=self._story_of(draft), referred=True, generic_only=generic)
        if len(ids) > 1:
            self.ambiguous(draft, field, text, "source", ids)
            return None
        if ids:
            return ids[0]
        if draft.type == "merge":
            return None
        name, qualifier = split_qualified(text)
        fields: dict[str, Any] = {"name": name, "kind": "unknown"}
        if qualifier is not None:
            fields["qualifier"] = qualifier
        if self.mode is Mode.ADD:
            witness = draft.type == "assertion" and at == 0 and (item or {}).get("basis") == "witnessed"
            if witness:
                fields["kind"] = "witness"
            elif not has_name(name):
                fields["kind"] = kind_of_words(name)
            if witness or not has_name(name):
                fields["within"] = self._story_of(draft) or ""
        return self.make(Node("source", fields, draft.node.at.below(*field.split("/"))))

    def _story_of(self, draft: Draft) -> str | None:
        above: Draft | None = draft
        while above is not None:
            if above.body.get("story"):
                return str(above.body["story"])
            above = above.parent
        return self.story

    def _question(self, draft: Draft, text: str) -> str | None:
        answer = draft.body.get("answer") or {}
        kinds = {"figure": "figure", "label": "label", "when": "time", "where": "place", "yes_no": "yes-no"}
        kind = next((kinds[name] for name in kinds if name in answer), None)
        if kind is None and draft.body.get("kind") in ("cause", "actor", "motive"):
            kind = draft.body["kind"]
        if kind is None:
            self.fault(
                draft,
                "question",
                "this question is new, and the answer does not tell what kind of question it is",
                text,
                "kind cause, actor or motive for an answer in words; or record the question first",
            )
            return None
        fields: dict[str, Any] = {"text": text, "answer_kind": kind}
        if draft.body.get("story"):
            fields["story"] = draft.body["story"]
        return self.make(Node("question", fields, draft.node.at.below("question")))

    def ambiguous(self, draft: Draft, field: str, text: str, one: str, ids: Sequence[str]) -> None:
        """Note that a name fits several records, and list them."""
        listed = ", ".join(self.names.called(ids[:5])) + (" …" if len(ids) > 5 else "")
        self.fault(draft, field, f"this name fits {len(ids)} {one}s: {listed}", text, "one of those ids", "ambiguous")

    def _unknown(self, draft: Draft, field: str, text: str, wanted: str) -> None:
        kind = "record" if wanted == "*" else _resolve_or(wanted)
        if is_id(text):
            self.fault(draft, field, f"there is no {kind} with this id", text, None, "unknown-id")
            return
        accepted = {
            "story": "the name of a story of this ledger or file ('claimtrack story add NAME' makes one)",
            "document": "a document's title or URL; an unknown URL makes a document, an unknown title does not",
            "claim": "a claim's id, its wording, or its key in this file",
        }.get(wanted, "an id or a name")
        self.fault(draft, field, f"there is no {kind} of this name", text, accepted, "unknown-name")


def _resolve_or(types: str) -> str:
    listed = types.split()
    return listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + " or " + listed[-1]


def nearest(word: str, words: Sequence[str]) -> str | None:
    """The word most like `word`, None when none is near."""
    found = difflib.get_close_matches(word, words, 1, 0.6)
    return found[0] if found else None
