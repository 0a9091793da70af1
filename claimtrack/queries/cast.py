"""Who is who in a set of claims, as an edition may show them: the hops of chains, origins and bodies.

A source quoted on background is called as described wherever that claim is shown; a confidential one outside the desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from claimtrack.domain.dates import utc_text
from claimtrack.queries.attribution import AttributionRow, Hop
from claimtrack.queries.check import check
from claimtrack.queries.first_word import is_common
from claimtrack.queries.material import Body, Material
from claimtrack.queries.names import NOT_NAMED, Names

BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who stands at the beginning of an assertion. `key` tells it from others; `source` is None where not named.

    `body_key` and `body` are of what it speaks for in the end, else of itself. All None where nobody is named.
    """

    key: str | None
    source: str | None
    name: str | None
    body_key: str | None
    body: str | None


class Cast:
    """The sources of some claims and what they are called there.

    Embargoes are looked at as of `now` (27-character UTC; None: the present).
    """

    def __init__(
        self, material: Material, names: Names, sides: dict[str, tuple[str, ...]], now: str | None = None
    ) -> None:
        self._now = now if now is not None else utc_text(datetime.now(UTC))
        self._material = material
        self._names = names
        self._sides = sides
        self._named = names.words
        self._unnamed: dict[tuple[str, str], str] = {}
        openly: set[tuple[str, str]] = set()
        for claim, assertions in material.assertions_of.items():
            for assertion in assertions:
                body = material.assertions.get(assertion)
                first = body["chain"][0] if body else {}
                if body is None or "source" not in first:
                    continue
                face = names.face(first["source"])
                if body.get("release") == BACKGROUND:
                    self._unnamed.setdefault((claim, face), self._description(first))
                else:
                    openly.add((claim, face))
        for pair in openly:
            self._unnamed.pop(pair, None)

    def _description(self, hop: Body) -> str:
        return str(hop.get("described_as") or self._names.described(hop["source"]))

    def called(self, claim: str, sources: Iterable[str]) -> tuple[str, ...]:
        """What these sources are called where they stand in a claim, each once, in alphabetical order."""
        found = {self._unnamed.get((claim, self._names.face(one))) or self._names.label(one) for one in sources}
        return tuple(sorted(found))

    def origin(self, assertion: str) -> Origin:
        """Who stands at the beginning of an assertion."""
        body = self._material.assertions[assertion]
        first = body["chain"][0]
        if "source" not in first:
            return Origin(None, None, None, None, None)
        face = self._names.face(first["source"])
        if body.get("release") == BACKGROUND:
            words = self._description(first)
            return Origin(f"described {words}", None, words, f"described {words}", words)
        if self._names.hidden(face):
            words = self._description(first)
            return Origin(face, None, words, face, words)
        root = self._names.body(first["source"], self._material.uttered(assertion))
        return Origin(face, face, self._names.label(face), root, self._names.label(root))

    def sides(self, *sources: str | None) -> tuple[str, ...]:
        """The names of the sides any of these sources is on."""
        return tuple(sorted({side for one in sources if one for side in self._sides.get(self._names.face(one), ())}))

    def attribution(self, assertion: str) -> AttributionRow:
        """An assertion as the row that sentences are made of."""
        material, body = self._material, self._material.assertions[assertion]
        claim = material.claims[body["claim"]]
        document = material.documents.get(material.document_of(assertion) or "", {})
        publisher = document.get("publisher")
        quote = body.get("quote")
        until = material.until_lo.get(assertion)
        return AttributionRow(
            claim=claim["text"],
            claim_kind=claim["kind"],
            hops=tuple(self._hop(assertion, at, hop) for at, hop in enumerate(body["chain"])),
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
            joint=self._joint(assertion, body),
            continued="continues" in body,
            embargo_over=body.get("release") == "embargoed" and until is not None and until <= self._now,
            unfound=check(body, document).result == "missing",
            lost="document" in body and not document,
            common=is_common(claim["text"], document.get("text", ""), self._named),
        )

    def _joint(self, assertion: str, body: Body) -> tuple[str, ...]:
        if "joint" not in body:
            return ()
        found = []
        for other in self._material.assertions_of[body["claim"]]:
            beside = self._material.assertions.get(other, {})
            if other != assertion and beside.get("joint") == body["joint"] and "source" in beside["chain"][0]:
                found.append(self.origin(other).name or NOT_NAMED)
        return tuple(sorted(found))

    def _hop(self, assertion: str, at: int, hop: Body) -> Hop:
        body = self._material.assertions[assertion]
        basis, caveats = hop.get("basis", "not-stated"), tuple(hop.get("caveats", ()))
        hedge, said, language = hop.get("hedge"), hop.get("said"), hop.get("language")
        source = hop.get("source")
        if source is None:
            return Hop(
                hop["naming"],
                described_as=hop.get("described_as"),
                basis=basis,
                caveats=caveats,
                hedge=hedge,
                said=said,
                language=language,
                words=hop.get("words"),
            )
        background = at == 0 and body.get("release") == BACKGROUND
        if background or self._names.hidden(source):
            return Hop(
                hop["naming"],
                described_as=self._description(hop),
                hidden=True,
                basis=basis,
                caveats=caveats,
                hedge=hedge,
                said=said,
                language=language,
            )
        face = self._names.face(source)
        person = self._names.person(source)
        instant = self._material.uttered(assertion)
        root = self._names.body(source, instant) if at == 0 else face
        spoken_for = self._names.speaks_for(source, instant) if at == 0 else None
        return Hop(
            hop["naming"],
            source=face,
            name=person.name if person else self._names.label(source),
            kind=person.kind if person else None,
            role=person.role if person else None,
            qualifier=person.qualifier if person else None,
            body=self._names.label(spoken_for) if spoken_for is not None else None,
            side=", ".join(self.sides(face, root)) or None,
            basis=basis,
            hedge=hedge,
            caveats=caveats,
            words=hop.get("words"),
            said=said,
            language=language,
            described_as=hop.get("described_as"),
        )
