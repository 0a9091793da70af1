"""Recording a file in batches that share names and keys: what one refers to may come with a later one."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.domain.nodes import Node
from claimtrack.ledger.append import Appender
from claimtrack.ledger.draft import Draft
from claimtrack.ledger.forward import Forward
from claimtrack.ledger.outcome import Mode
from claimtrack.ledger.record import Recorder


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
