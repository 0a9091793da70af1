"""Whether what was written of a claim was said in confidence: told by what had been said of the claim by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy.engine import Connection

from claimtrack.domain.canonical_json import parse
from claimtrack.ledger.entries.stored import versions
from claimtrack.ledger.entries.versions import RELAYED, Version
from claimtrack.ledger.store.dialect import select_in, select_with
from claimtrack.ledger.store.tables import PLACE_BITS

_Moment = tuple[object, ...]
"""What entries written together have in common: their change; of another ledger's, that ledger, instant and writer."""


class _Said(NamedTuple):
    """What one entry made of an assertion: of which claim it is from then on, and whether it is live."""

    version: Version
    ledger: str | None
    claim: str
    live: bool


class SaidInConfidence:
    """Tells it of some claims, by all versions of all assertions of them; `restricted` are assertions.

    What is written of a claim was stated by the assertions recorded with it; with none, by who edited it: openly, but
    not where all that was live of what had been said of it was restricted. Of what another ledger brought, an open
    assertion counts where its writer knew of it for certain: it was made in that ledger by then, or here, in a change
    which that ledger had taken over. A restricted one counts wherever it was made: they may have known of it.
    """

    def __init__(self, connection: Connection, claims: Collection[str], restricted: Collection[str]) -> None:
        self._restricted = restricted
        merges = select_with(connection, "SELECT seq, merged FROM change WHERE merged IS NOT NULL", {})
        self._ledgers: dict[int, str] = {row.seq: parse(row.merged)["ledger"] for row in merges}
        sql = "SELECT DISTINCT id FROM assertion_history WHERE claim IN :values"
        self.versions = versions(connection, {row.id for row in select_in(connection, sql, claims)})
        self._said = {assertion: list(self._history(some)) for assertion, some in self.versions.items()}
        self._about: dict[str, dict[str, None]] = defaultdict(dict)
        self._together: dict[tuple[str, _Moment], list[str]] = defaultdict(list)
        for assertion, history in self._said.items():
            for said in history:
                self._about[said.claim][assertion] = None
                if said.live or assertion in restricted:
                    self._together[said.claim, self._moment(said.version)].append(assertion)

    def _history(self, some: list[Version]) -> Iterator[_Said]:
        claim = ""
        for version in some:
            claim = (version.body or {}).get("claim", claim)
            yield _Said(version, self._ledger(version), claim, version.op in ("set", "restore"))

    def _ledger(self, version: Version) -> str | None:
        """The other ledger that a version came from; None where it was written here."""
        return self._ledgers.get(version.number >> PLACE_BITS)

    def _moment(self, version: Version) -> _Moment:
        ledger = self._ledger(version)
        return (version.number >> PLACE_BITS,) if ledger is None else (ledger, version.at, version.by)

    def __call__(self, claim: str, version: Version) -> bool:
        """Whether a version of the claim, or of what is said of it, was written in confidence."""
        if together := self._together.get((claim, self._moment(version))):
            return all(assertion in self._restricted for assertion in together)
        about = self._about.get(claim, {})
        return any(
            assertion in self._restricted and self._before(assertion, claim, version, live=False) for assertion in about
        ) and not any(
            assertion not in self._restricted and self._before(assertion, claim, version, live=True)
            for assertion in about
        )

    def _before(self, assertion: str, claim: str, version: Version, *, live: bool) -> bool:
        """Whether an assertion had been made of the claim when a version was written; `live`, and still stood then."""
        history = self._said[assertion]
        if self._ledger(version) is None:
            known = [said for said in history if said.version.number < version.number]
        else:
            before = (said for said in history if said.version.at <= version.at)
            known = sorted(
                (said for said in before if not live or self._knew(version, said)), key=lambda said: said.version.at
            )
        if live:
            return bool(known) and known[-1].live and known[-1].claim == claim
        return any(said.claim == claim for said in known)

    def _knew(self, version: Version, said: _Said) -> bool:
        """Whether the writer of a version that a merge brought knew for certain what an entry made of an assertion."""
        if said.version.number >> PLACE_BITS <= version.knew:
            return True
        return RELAYED not in (version.knew, said.version.knew) and said.ledger == self._ledger(version)
