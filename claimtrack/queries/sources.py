"""Who is who in a set of claims, as an edition may show them: the hops of chains, origins and bodies.

A source quoted on background is called as described wherever that claim is shown; a confidential one outside the desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from claimtrack.domain.dates import utc_text
from claimtrack.ledger.restricted.unnamed import only_shown
from claimtrack.queries.claim_records import Body, ClaimRecords
from claimtrack.queries.passages import check_quote
from claimtrack.queries.source_names import SourceNames, is_common
from claimtrack.queries.views import Attribution, Hop

BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who stands at the beginning of an assertion. `key` tells it from others; `source` is None where not named.

    `body_key` and `body` are of what it speaks for in the end, else of itself. All None where nobody is recorded. Those
    who are not named and are described alike have one key, so that nothing tells whether they are one or several.
    """

    key: str | None
    source: str | None
    name: str | None
    body_key: str | None
    body: str | None


class SourceDirectory:
    """The sources of some claims and what they are called there.

    Embargoes are looked at as of `now` (27-character UTC; None: the present).
    """

    def __init__(
        self, records: ClaimRecords, names: SourceNames, sides: dict[str, tuple[str, ...]], now: str | None = None
    ) -> None:
        self._now = now if now is not None else utc_text(datetime.now(UTC))
        self._records = records
        self._names = names
        self._sides = sides
        self._named = names.words
        self._unnamed: dict[tuple[str, str], str] = {}
        openly: set[tuple[str, str]] = set()
        for body in records.assertions.values():
            first = body["chain"][0]
            if "source" in first:
                pair = (body["claim"], names.canonical(first["source"]))
                if body.get("release") == BACKGROUND:
                    self._unnamed.setdefault(pair, self._description(first))
                else:
                    openly.add(pair)
        for pair in openly:
            self._unnamed.pop(pair, None)
        self._openly = {source for _, source in openly}

    def _description(self, hop: Body) -> str:
        return str(hop.get("described_as") or self._names.described(hop["source"]))

    def is_unnamed(self, assertion: str, index: int = 0) -> bool:
        """Whether the source of a hop of an assertion, as a rule the first, may not be named there."""
        body = self._records.assertions[assertion]
        source = body["chain"][index].get("source")
        background = index == 0 and body.get("release") == BACKGROUND
        return source is not None and (background or self._names.hidden(source))

    def is_any_unnamed(self, claim: str | None, sources: Iterable[str]) -> bool:
        """Whether some of these sources may not be named where they stand in a claim; None: in any."""
        canonical = {self._names.canonical(one) for one in sources}
        if any(map(self._names.hidden, canonical)):
            return True
        if claim is not None:
            return any((claim, one) in self._unnamed for one in canonical)
        return any(source in canonical for _, source in self._unnamed)

    def is_named(self, source: str) -> bool:
        """Whether a source is named as the first who said something."""
        canonical = self._names.canonical(source)
        return canonical in self._openly and not self._names.hidden(canonical)

    def called(self, claim: str, sources: Iterable[str]) -> tuple[str, ...]:
        """What these sources are called where they stand in a claim, each once, in alphabetical order."""
        names = self._names
        labels = {self._unnamed.get((claim, names.canonical(one))) or names.label(one) for one in sources}
        return tuple(sorted(labels))

    def origin(self, assertion: str) -> Origin:
        """Who stands at the beginning of an assertion."""
        body = self._records.assertions[assertion]
        first = body["chain"][0]
        if "source" not in first:
            return Origin(None, None, None, None, None)
        canonical = self._names.canonical(first["source"])
        if self.is_unnamed(assertion):
            words = self._description(first)
            identity = f"described {words}"
            return Origin(identity, None, words, identity, words)
        top_body = self._names.body(first["source"], self._records.uttered(assertion))
        return Origin(canonical, canonical, self._names.label(canonical), top_body, self._names.label(top_body))

    def sides(self, *sources: str | None) -> tuple[str, ...]:
        """The names of the sides any of these sources is on; of who is not named, or void, none."""
        known = [one for one in sources if one and self._names.person(one) is not None]
        named = [self._names.canonical(one) for one in known if not self._names.hidden(one)]
        return tuple(sorted({side for one in named for side in self._sides.get(one, ())}))

    def attribution(self, assertion: str) -> Attribution:
        """An assertion as the row that sentences are made of."""
        records, body = self._records, self._records.assertions[assertion]
        if self.is_unnamed(assertion):
            body = only_shown("assertion", body)
        claim = records.claims[body["claim"]]
        document = records.documents.get(records.document_of(assertion) or "", {})
        publisher = document.get("publisher")
        quote = body.get("quote")
        until = records.until_lo.get(assertion)
        hops = tuple(self._hop(assertion, index, hop) for index, hop in enumerate(body["chain"]))
        joint = self._joint(assertion, body)
        return Attribution(
            claim=claim["text"],
            claim_kind=claim["kind"],
            hops=hops,
            publisher=self._names.label(publisher) if publisher else None,
            published=document.get("published"),
            stance=body["stance"],
            quote=quote["exact"] if quote else None,
            quote_kind=body.get("quote_kind", "indirect"),
            label=claim.get("answer", {}).get("label"),
            label_words=body.get("label_words"),
            evidence_given=tuple(body.get("evidence_given", ())),
            occasion=body.get("occasion"),
            release=body.get("release"),
            until=body.get("until"),
            joint=tuple(name for name, _ in joint),
            joint_kinds=tuple(kind for _, kind in joint),
            continued="continues" in body,
            embargo_over=body.get("release") == "embargoed" and until is not None and until <= self._now,
            unfound=check_quote(body, document).result == "missing",
            lost="document" in body and not document,
            common=is_common(claim["text"], document.get("text", ""), self._named),
        )

    def _joint(self, assertion: str, body: Body) -> list[tuple[str, str]]:
        """Those an assertion was made together with: name and kind of each, by name."""
        if "joint" not in body:
            return []
        beside_it = []
        for other in self._records.assertions_of[body["claim"]]:
            beside = self._records.assertions.get(other, {})
            if other != assertion and beside.get("joint") == body["joint"] and not self.is_unnamed(other):
                origin = self.origin(other)
                person = self._names.person(origin.source) if origin.source is not None else None
                if origin.name:
                    beside_it.append((origin.name, person.kind if person is not None else "unknown"))
        return sorted(beside_it)

    def _hop(self, assertion: str, index: int, hop: Body) -> Hop:
        source = hop.get("source")
        hidden = self.is_unnamed(assertion, index)
        if hidden:
            hop = {**only_shown("hop", hop), "described_as": self._description(hop)}
        basis, caveats = hop.get("basis", "not-stated"), tuple(hop.get("caveats", ()))
        hedge, said, language = hop.get("hedge"), hop.get("said"), hop.get("language")
        bare = Hop(hop["naming"], basis=basis, caveats=caveats, hedge=hedge, said=said, language=language)
        bare = replace(bare, words=hop.get("words"), described_as=hop.get("described_as"), hidden=hidden)
        if source is None or hidden:
            return bare
        canonical = self._names.canonical(source)
        person = self._names.person(source)
        instant = self._records.uttered(assertion)
        top_body = self._names.body(source, instant) if index == 0 else canonical
        body = self._names.speaks_for(source, instant) if index == 0 else None
        return replace(
            bare,
            source=canonical,
            name=person.name if person else self._names.label(source),
            kind=person.kind if person else None,
            role=person.role if person else None,
            qualifier=person.qualifier if person else None,
            body=self._names.label(body) if body is not None else None,
            side=", ".join(self.sides(canonical, top_body)) or None,
        )
