"""Upserting: one resolved draft against the record as it stands. Adds and fills; never deletes, never undoes an edit.

The rules: an absent field says nothing; a value equal to the current or to any earlier one is not news; a new value
for an empty field fills it; a different value is an edit with an id, and without one a problem (or what the mode
says).
"""

from __future__ import annotations

from typing import Any

from claimtrack.domain.canonical_json import canonical
from claimtrack.domain.text import key, shorten, tidy
from claimtrack.domain.urls import url_key
from claimtrack.ledger.entries.versions import UNION_FIELDS, Settled
from claimtrack.ledger.projection.rows import full_name, label, question_key
from claimtrack.ledger.write.append import Appender, versions
from claimtrack.ledger.write.outcome import Mode, Outcome, Recorded
from claimtrack.ledger.write.resolve import Draft, Resolver
from claimtrack.schema.validation import check_record

Body = dict[str, Any]

BARE_SOURCE = frozenset({"id", "type", "name", "qualifier", "kind", "within"})
"""All that is said of a source that was made because it was named."""


class Upserter:
    """Writes drafts whose references and ids are settled."""

    def __init__(self, appender: Appender, resolver: Resolver, mode: Mode, outcome: Outcome) -> None:
        self.appender = appender
        self.resolver = resolver
        self.mode = mode
        self.outcome = outcome
        self.reworded: set[str] = set()
        """Claims whose wording in this file is an old one: nothing new is attached to them without their id."""

    def put(self, draft: Draft) -> None:
        """Create, fill, edit or leave the record of `draft`; counts it in the outcome."""
        assert draft.id is not None
        current = self.appender.states.get(draft.id)
        if current is None:
            self._create(draft)
        elif current.state != "live":
            self._gone(draft, current)
        else:
            assert current.body is not None
            self._update(draft, current.body)

    def _create(self, draft: Draft) -> None:
        body = {"id": draft.id, **draft.node.defaults, **draft.body}
        if draft.type == "assertion" and body["claim"] in self.reworded and "id" not in draft.node.fields:
            self.resolver.fault(
                draft,
                "",
                "this is a new assertion of a claim that has been reworded since",
                self.appender.states.body(body["claim"]).get("text"),
                "give the claim's id, if the assertion stands for the new wording",
                "reworded",
            )
            return
        if self.check(draft, body):
            self.appender.write("set", body, [name for name in body if name not in ("id", "type")])
            self._count(draft, "stub" if draft.stub else "created", body)

    def _gone(self, draft: Draft, current: Settled) -> None:
        own = current.state == "void" and current.by == self.appender.by
        if self.mode is Mode.ADD and own and current.body is not None:
            self._bring_back(draft, current.body)
            return
        draft.refused = draft.gone = True
        if self.mode is Mode.ADD:
            verb = f"was voided by {current.by}" if current.state == "void" else "is withheld"
            todo = f"claimtrack restore {draft.id}" if current.state == "void" else None
            self.resolver.fault(draft, "", f"this {draft.type} {verb}", draft.id, todo, "void")
        self._count(draft, "void", {"id": draft.id, **draft.body})

    def _bring_back(self, draft: Draft, body: Body) -> None:
        """What its own voider types again is restored, and says what was typed now."""
        self.appender.write("restore", body, ())
        self.outcome.notices.append(f"Brought back, though it had been voided: {draft.type} {label(body)}.")
        self._update(draft, body, revived=True)

    def _update(self, draft: Draft, body: Body, *, revived: bool = False) -> None:
        given = {name: draft.body[name] for name in draft.given if name in draft.body}
        if not self.check(draft, {**body, **given}):
            return
        changes = self._changes(draft, body, revived=revived)
        if draft.refused:
            return
        if not changes:
            self._count(draft, "unchanged", body)
            return
        wanted: Body = {**body}
        for name, (_, new) in changes.items():
            if new is None:
                wanted.pop(name, None)
            else:
                wanted[name] = new
        if not self.check(draft, wanted):
            return
        self.appender.write("set", wanted, list(changes))
        edited = any(old is not None for old, _ in changes.values())
        self._count(draft, "edited" if edited else "filled", wanted, changes)

    def _changes(self, draft: Draft, body: Body, *, revived: bool) -> dict[str, tuple[Any, Any]]:
        changes: dict[str, tuple[Any, Any]] = {}
        history: list[Body] | None = None
        with_id = "id" in draft.node.fields
        for name in sorted(draft.given - {"type"}):
            new = draft.body.get(name)
            old = self._standing(draft.type, name, body)
            if name in UNION_FIELDS and new is not None:
                united = sorted({*(old or ()), *new})
                if united != sorted(old or ()):
                    history = history if history is not None else self._history(draft)
                    known = {item for earlier in history for item in earlier.get(name, ())}
                    fresh = [item for item in new if item not in known]
                    if fresh:
                        changes[name] = (old, sorted({*(old or ()), *fresh}))
                continue
            if _same(name, new, old, exact=with_id) or _same(name, new, body.get(name), exact=with_id):
                continue
            if not with_id and isinstance(new, str) and _is_found_by(name, new, body):
                continue
            if revived:
                changes[name] = (old, new)
                continue
            history = history if history is not None else self._history(draft)
            said_before = any(_same(name, new, earlier.get(name), exact=with_id) for earlier in history)
            if said_before and not (with_id and new is None):
                self._old_news(draft, name, body)
                continue
            if old is None or with_id or self.mode is Mode.REPLACE:
                changes[name] = (old, new)
            elif self.mode is Mode.KEEP:
                self.outcome.counts[("kept", draft.type)] += 1
            else:
                self._clash(draft, name, old, new, body)
        return changes

    def _standing(self, record_type: str, name: str, body: Body) -> Any:
        """The current value of a field; a stub's kind, unknown or guessed from how it was typed, counts as empty."""
        value = body.get(name)
        if record_type == "source" and name == "kind":
            guessed = self.mode is Mode.ADD and set(body) <= BARE_SOURCE
            return None if value == "unknown" or guessed else value
        return value

    def _old_news(self, draft: Draft, name: str, body: Body) -> None:
        self.outcome.counts[("not-news", draft.type)] += 1
        if draft.type == "claim" and name == "text" and "id" not in draft.node.fields:
            if self.mode is Mode.ADD:
                self.resolver.fault(
                    draft,
                    "text",
                    f"this claim has been reworded since; it now reads: {shorten(body['text'], 200)}",
                    draft.body["text"],
                    f"'claimtrack attribute {body['id']}' for the new wording, or --separate for another claim",
                    "reworded",
                )
            self.reworded.add(body["id"])

    def _history(self, draft: Draft) -> list[Body]:
        assert draft.id is not None
        self.appender.flush()
        found = versions(self.appender.connection, [draft.id]).get(draft.id, [])
        return [version.body for version in found if version.body is not None]

    def _clash(self, draft: Draft, name: str, old: Any, new: Any, body: Body) -> None:
        self.resolver.fault(
            draft,
            name,
            f"the ledger has another {name} for {label(body)!r}: {_shown(old)}",
            _shown(new),
            f"the same value, --keep, --replace, or the id {body['id']} to mean an edit"
            if self.mode is not Mode.ADD
            else f"the same value; to change it: claimtrack edit {body['id']} --set {name}=...",
            "differs",
        )

    def check(self, draft: Draft, body: Body) -> bool:
        """Whether `body` is a valid record; each fault is noted against the draft."""
        problems = check_record(body)
        for problem in problems:
            pointer = problem.pointer.lstrip("/")
            self.resolver.fault(draft, pointer, problem.message, problem.value, problem.accepted, problem.code)
        return not problems

    def _count(self, draft: Draft, what: str, body: Body, changes: dict[str, tuple[Any, Any]] | None = None) -> None:
        assert draft.id is not None
        if not self.outcome.listens:
            self.outcome.counts[(what, draft.type)] += 1
            return
        self.outcome.add(Recorded(draft.id, draft.type, what, label(body), changes or {}))


def _is_found_by(name: str, text: str, body: Body) -> bool:
    """Whether `text` is but another spelling of what the record is found by, or one of its other names."""
    if (body["type"], name) == ("source", "name"):
        known = [body["name"], *body.get("aliases", ()), full_name(body["name"], body.get("qualifier"))]
        return key(text) in map(key, known)
    spelled = {("story", "name"): key, ("source", "qualifier"): key, ("tag", "name"): key, ("side", "name"): key}
    spelled |= {("question", "text"): question_key, ("document", "url"): url_key, ("evidence", "url"): url_key}
    alike = spelled.get((body["type"], name))
    return alike is not None and isinstance(body.get(name), str) and alike(text) == alike(body[name])


def _same(name: str, new: Any, old: Any, *, exact: bool) -> bool:
    """Whether two values of a field say the same; where no id is given, but for white space and a quote's anchors."""
    if new is None or old is None:
        return new is old
    if exact:
        return canonical(new) == canonical(old)
    if name == "quote" and isinstance(new, dict) and isinstance(old, dict):
        return tidy(new["exact"]) == tidy(old["exact"])
    if name == "text" and isinstance(new, str) and isinstance(old, str):
        return new == old or tidy(new) == tidy(old)
    return canonical(new) == canonical(old)


def _shown(value: Any) -> str:
    return shorten(value if isinstance(value, str) else canonical(value).decode(), 80)
