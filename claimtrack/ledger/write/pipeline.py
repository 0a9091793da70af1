"""Recording: nodes in, entries out. Names resolve, ids are made, gaps are filled, records are upserted, type by type.

The one write path of `add`, of every other verb that makes records, and of import.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from claimtrack.domain.ids import is_id
from claimtrack.domain.items import Node
from claimtrack.domain.naming import has_name
from claimtrack.domain.text import key, tidy
from claimtrack.domain.vocabulary import GENERIC_KINDS, RECORD_TYPES
from claimtrack.ledger.projection.bodies import ring
from claimtrack.ledger.projection.rows import full_name
from claimtrack.ledger.write import defaults
from claimtrack.ledger.write.append import Appender
from claimtrack.ledger.write.defaults import Completer
from claimtrack.ledger.write.identity import natural_id
from claimtrack.ledger.write.names import NameIndex
from claimtrack.ledger.write.outcome import Mode, Outcome
from claimtrack.ledger.write.resolve import Draft, Forward, Resolver, flatten, named
from claimtrack.ledger.write.upsert import Upserter

PHASES = (*(one for one in RECORD_TYPES if one not in ("note", "tag", "allow")), "note", "tag", "allow")
"""Types in the order in which they are recorded: notes, tags and allows may be on anything."""


class Recorder:
    """Records nodes into one change. `story` (an id) is what claims and questions belong to that name none."""

    def __init__(self, appender: Appender, mode: Mode, story: str | None) -> None:
        self.appender = appender
        self.mode = mode
        self.outcome = Outcome()
        self.names = NameIndex(appender.connection)
        self.resolver = Resolver(self.names, mode, self._make_stub, story)
        self.outcome.problems = self.resolver.problems
        self.completer = Completer(appender.states, self.resolver, self.outcome.notices)
        self.upserter = Upserter(appender, self.resolver, mode, self.outcome)
        self._waiting: list[Draft] | None = None
        """In batches: what goes on from an assertion whose key no batch has held so far."""

    def record(self, nodes: Sequence[Node]) -> Outcome:
        """Record these nodes and all nested in them; what is wrong is in the outcome's problems."""
        drafts = list(flatten(nodes))
        self.names.prefetch(pair for draft in drafts for pair in named(draft))
        self.names.prefetch(
            (draft.type, draft.node.fields["id"]) for draft in drafts if isinstance(draft.node.fields.get("id"), str)
        )
        by_type: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            by_type[draft.type].append(draft)
        for record_type in PHASES:
            if by_type[record_type]:
                self._phase(record_type, by_type[record_type])
        self._refuse_rings(by_type["source"])
        self.outcome.roots.extend(draft.id if not draft.refused else None for draft in drafts if draft.parent is None)
        return self.outcome

    def _phase(self, record_type: str, drafts: Sequence[Draft]) -> None:
        drafts = self._ordered(drafts) if record_type == "source" else drafts
        ready: list[Draft] = []
        for draft in drafts:
            if draft.parent is not None and (draft.parent.refused or draft.parent.id is None):
                if not draft.parent.gone:
                    self.resolver.resolve(draft)
                draft.refused, draft.gone = True, draft.parent.gone
                continue
            self._identify(draft)
            if not draft.refused:
                ready.append(draft)
        self.appender.states.load(draft.id for draft in ready if draft.id is not None)
        for draft in ready:
            if self._waits(draft):
                continue
            self._finish(draft)
            if not draft.refused:
                self.upserter.put(draft)

    def _waits(self, draft: Draft) -> bool:
        """Whether the draft goes on from an assertion whose key no batch has held so far; it is kept for later."""
        before = draft.body.get("continues") if draft.type == "assertion" else None
        if self._waiting is None or not isinstance(before, str) or is_id(before) or before in self.names.keys:
            return False
        self._waiting.append(draft)
        return True

    def _ordered(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Sources in an order in which the body that a generic source is told apart by comes before it."""
        plain = sorted(
            (draft for draft in drafts if not self._generic(draft)), key=lambda draft: "qualifier" in draft.node.fields
        )
        waiting = [draft for draft in drafts if self._generic(draft)]
        done: list[Draft] = []
        while waiting:
            names = {draft.node.fields.get("name") for draft in waiting}
            now = [draft for draft in waiting if self._body_name(draft) not in names] or waiting
            done.extend(now)
            chosen = set(map(id, now))
            waiting = [draft for draft in waiting if id(draft) not in chosen]
        return plain + done

    @staticmethod
    def _body_name(draft: Draft) -> str | None:
        bodies = draft.node.fields.get("speaks_for")
        return bodies[0].get("source") if isinstance(bodies, list) and bodies and isinstance(bodies[0], dict) else None

    def _generic(self, draft: Draft) -> bool:
        fields = draft.node.fields
        if "id" in fields or fields.get("confidential"):
            return False
        lower = self.mode is Mode.ADD and isinstance(fields.get("name"), str) and not has_name(fields["name"])
        kind = fields.get("kind") or draft.node.defaults.get("kind")
        return "within" in fields or kind in GENERIC_KINDS or lower

    def _make_stub(self, node: Node) -> str | None:
        draft = Draft(node, stub=True)
        self._identify(draft)
        if not draft.refused:
            self._finish(draft)
        if not draft.refused:
            self.upserter.put(draft)
        return None if draft.refused else draft.id

    def _identify(self, draft: Draft) -> None:
        """Resolve the draft's references, fill what it leaves to be worked out, and settle its id."""
        given = draft.node.fields.get("id")
        self.resolver.resolve(draft)
        if draft.refused:
            return
        if given is not None:
            if not isinstance(given, str) or not is_id(given):
                self.resolver.fault(
                    draft, "id", "this is no id", given, "24 letters and digits, as claimtrack exports them"
                )
                return
            known = self.names.type_of(given)
            if known is not None and known != draft.type:
                self.resolver.fault(draft, "id", f"this is the id of a {known}, not of a {draft.type}", given)
                return
            draft.id = given
            draft.body.pop("id", None)
        steps: dict[str, Callable[[Draft], None]] = {
            "source": self._identify_source,
            "claim": self.completer.claim,
            "assertion": self.completer.assertion,
            "merge": self.completer.merge,
        }
        steps.get(draft.type, _nothing)(draft)
        self._settle_id(draft)

    def _settle_id(self, draft: Draft) -> None:
        if draft.refused:
            return
        if draft.id is None:
            defaults.dates(draft.body, self.appender.zone)
            draft.id = self._match(draft) or self._natural(draft)
        if draft.id is not None:
            self._remember(draft)

    def _natural(self, draft: Draft) -> str | None:
        try:
            return natural_id(draft.body, self._publisher(draft))
        except (KeyError, TypeError, AttributeError, UnicodeError):
            self.upserter.check(draft, {"id": "a" * 24, **draft.body})
            if not draft.refused:
                self.resolver.fault(
                    draft, "", f"this {draft.type} lacks what it is told apart by", None, None, "incomplete"
                )
            return None

    def _publisher(self, draft: Draft) -> str | None:
        """The publisher of an assertion's document: a last hop that is the publisher is no part of its identity."""
        document = draft.body.get("document") if draft.type == "assertion" else None
        return self.appender.states.body(document).get("publisher") if isinstance(document, str) else None

    def _match(self, draft: Draft) -> str | None:
        """A record of the ledger or this change that the draft is, though its natural key would say otherwise."""
        body = draft.body
        if draft.type == "document" and isinstance(body.get("url"), str):
            fits = sorted({fit.id for fit in self.names.fits("document", body["url"])})
            return fits[0] if len(fits) == 1 else None
        if draft.type == "claim":
            return self._same_wording(draft)
        if draft.type in ("story", "question"):
            name = body.get("name" if draft.type == "story" else "text")
            if isinstance(name, str):
                within = {None, body.get("story")}
                found = sorted(
                    {f.id for f in self.names.fits(draft.type, name) if draft.type == "story" or f.within in within}
                )
                return found[0] if len(found) == 1 else None
        return None

    def _same_wording(self, draft: Draft) -> str | None:
        body = draft.body
        if not isinstance(body.get("text"), str):
            return None
        wanted = (tidy(body["text"]), body.get("answer", {}).get("for_date"), body.get("separate"))
        found = []
        for fit in self.names.fits("claim", body["text"]):
            if fit.within != body.get("story"):
                continue
            known = self.appender.states.body(fit.id)
            if (
                known
                and (tidy(known["text"]), known.get("answer", {}).get("for_date"), known.get("separate")) == wanted
            ):
                found.append(fit.id)
        if len(found) > 1:
            self.resolver.ambiguous(draft, "text", body["text"], "claim", sorted(found))
        return found[0] if found else None

    def _identify_source(self, draft: Draft) -> None:
        body = draft.body
        if draft.id is not None or not isinstance(body.get("name"), str):
            return
        generic = self._generic(draft)
        within: str | None = None
        if generic:
            if "within" not in body:
                self.resolver.nested(draft)
                bodies = body.get("speaks_for") or []
                within = bodies[0]["source"] if bodies and not draft.refused else self.resolver.story or ""
            else:
                within = body["within"]
            body["within"] = within
        draft.given -= {"within"}
        self._known_source(draft, within)
        self._born_source(draft)
        if not body.get("within"):
            body.pop("within", None)

    def _born_source(self, draft: Draft) -> None:
        if draft.id is None and not draft.refused:
            draft.id = self._natural(draft)

    def _known_source(self, draft: Draft, within: str | None) -> None:
        if draft.refused:
            return
        body = draft.body
        whole = full_name(body["name"], body.get("qualifier"))
        scope = within if within not in (None, "", self.resolver.story) else None
        ids = self.names.sources(whole, story=self.resolver.story, body=scope, generic=within is not None)
        if len(ids) > 1:
            self.resolver.ambiguous(draft, "name", whole, "source", ids)
        elif ids:
            draft.id = ids[0]
            self._known_by(draft, whole)

    def _known_by(self, draft: Draft, whole: str) -> None:
        """A definition that calls a known source by another of its names does not rename it."""
        assert draft.id is not None
        known = self.appender.states.body(draft.id)
        if known and key(known["name"]) != key(draft.body["name"]):
            others = [*known.get("aliases", ()), full_name(known["name"], known.get("qualifier"))]
            if key(whole) in {key(other) for other in others}:
                draft.given -= {"name", "qualifier"}

    def _remember(self, draft: Draft) -> None:
        """Let later references of this change find the draft by its names and key."""
        assert draft.id is not None
        body = draft.body
        names: list[str] = []
        if draft.type == "source" and isinstance(body.get("name"), str):
            names = [body["name"], *(alias for alias in body.get("aliases", ()) if isinstance(alias, str))]
            if body.get("qualifier"):
                names.append(full_name(body["name"], body["qualifier"]))
        else:
            for name in {
                "story": ("name",),
                "document": ("url", "title"),
                "question": ("text",),
                "claim": ("text",),
            }.get(draft.type, ()):
                if isinstance(body.get(name), str):
                    names.append(body[name])
        within = (
            body.get("within")
            if draft.type == "source"
            else body.get("story")
            if draft.type in ("question", "claim")
            else None
        )
        self.names.add(draft.type, draft.id, names, within)
        if draft.node.key is not None:
            self.names.keys[draft.node.key] = draft.id

    def _finish(self, draft: Draft) -> None:
        """Resolve what could only be resolved once every record of its type had its id."""
        if draft.type == "source":
            self.resolver.nested(draft)
        elif draft.type == "assertion" and isinstance(draft.body.get("continues"), str):
            before = draft.body["continues"]
            draft.body["continues"] = found = self.names.keys.get(before, before)
            kind = self.names.type_of(found)
            if kind is None and is_id(found) and (forward := self.resolver.forward) is not None:
                at = draft.node.at.below("continues")
                forward.add(
                    found, "assertion", at, owner=draft.type, field="continues", has_id="id" in draft.node.fields
                )
            elif kind != "assertion":
                self.resolver.fault(
                    draft, "continues", "there is no assertion with this id or key", before, "an assertion's id or key"
                )

    def _refuse_rings(self, drafts: Sequence[Draft]) -> None:
        speaking = {
            draft.id: draft for draft in drafts if draft.body.get("speaks_for") and not draft.refused and draft.id
        }
        if not speaking:
            return
        self.appender.flush()
        found = ring(self.appender.connection, speaking)
        if found:
            names = [self.appender.states.body(source).get("name", source) for source in (*found, found[0])]
            draft = next((speaking[source] for source in found if source in speaking), next(iter(speaking.values())))
            self.resolver.fault(
                draft, "speaks_for", "this would make a ring: " + " speaks for ".join(names), None, None, "ring"
            )


def _nothing(_draft: Draft) -> None:
    """Most types of record have nothing to work out before their id."""


class BatchRecorder(Recorder):
    """A recorder of several batches, `forget` after each and `conclude` after the last.

    Ids and keys may lead ahead to what a later batch holds.
    """

    def __init__(self, appender: Appender, mode: Mode, story: str | None) -> None:
        super().__init__(appender, mode, story)
        self.resolver.forward = Forward()
        self._waiting = []

    def declare(self, nodes: Sequence[Node]) -> None:
        """Learn the names of sources of a later batch, so that those of an earlier one can refer to them."""
        faults = len(self.resolver.problems)
        self.names.prefetch(("source", str(node.fields.get("name", ""))) for node in nodes)
        for node in nodes:
            draft = Draft(node)
            if not self._generic(draft) and not node.fields.get("confidential"):
                self._identify(draft)
        del self.resolver.problems[faults:]

    def forget(self) -> None:
        """Flush, and drop what was remembered of records, for flat memory between the batches of an import."""
        self.appender.flush()
        self.appender.states.forget()
        self.names.forget()
        self.resolver.forget()
        self.outcome.roots.clear()

    def conclude(self) -> None:
        """Record what waited for a later batch and look for every reference that led ahead."""
        waiting, self._waiting = self._waiting or [], None
        for draft in waiting:
            assert draft.id is not None
            self.names.add(draft.type, draft.id, ())
        for draft in waiting:
            self._finish(draft)
            if not draft.refused:
                self.upserter.put(draft)
        self.appender.flush()
        forward, self.resolver.forward = self.resolver.forward, None
        if forward is not None:
            self.resolver.problems.extend(forward.check(self.appender.connection))
            if forward.dangling:
                self.outcome.notices.append(
                    f"{forward.dangling} references lead to records that are neither here nor in the file: "
                    "voided or withheld where it was exported"
                )
