"""Who uses which label, and as whose word: an outlet's own, somebody else's, or held at arm's length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claimtrack.domain.text import key
from claimtrack.queries.report import Page
from claimtrack.queries.rows import AssertionRow
from claimtrack.render.report.fairness import to_public
from claimtrack.render.width import shown

OWN, ATTRIBUTED, SCARE = "own", "attributed", "scare"
WAYS = {
    OWN: "in its own voice",
    ATTRIBUTED: "as somebody else's word",
    SCARE: "in quote marks, at arm's length",
}
"""How an outlet gives a label, in words: the order in which the ways are drawn."""

NO_OUTLET = "no outlet recorded"
NO_QUESTION = "Labels that answer no question"


@dataclass(slots=True)
class Use:
    """One label: how often each outlet (in the order in which they come) gives it in each way, and in which claims."""

    question: str
    label: str
    ways: dict[str, Counter[str]] = field(default_factory=dict)
    claims: set[int] = field(default_factory=set)

    def torn(self, outlet: str) -> bool:
        """Whether an outlet gives it as its own word in one place and not in another."""
        ways = self.ways.get(outlet, Counter())
        return ways[OWN] > 0 and ways.total() > ways[OWN]


def uses(page: Page) -> list[Use]:
    """The labels of a page, those of one question together, in the order in which they are first given."""
    order = {question.text: place for place, question in enumerate(page.questions)}
    found: dict[tuple[str, str], Use] = {}
    for claim in page.report.claims:
        if claim.answer is None or claim.answer.kind != "label":
            continue
        for row in to_public(claim):
            if row.attribution.stance == "asserts" and row.counts:
                question = claim.question or ""
                told = shown(question) if question else NO_QUESTION
                use = found.setdefault((question, key(claim.answer.words)), Use(told, claim.answer.words))
                use.claims.add(claim.number)
                outlet = shown(row.attribution.publisher) if row.attribution.publisher else NO_OUTLET
                use.ways.setdefault(outlet, Counter())[_way(row)] += 1
    ranked = sorted(found.items(), key=lambda item: (not item[0][0], order.get(item[0][0], len(order)), item[0][0]))
    return [use for _, use in ranked]


def _way(row: AssertionRow) -> str:
    words = row.attribution.label_words or (OWN if row.attribution.quote_kind == "own" else "reported")
    return {"own": OWN, "scare": SCARE}.get(words, ATTRIBUTED)


def outlets(found: Sequence[Use]) -> list[str]:
    """The outlets, the one with the most uses first."""
    total: Counter[str] = Counter()
    for use in found:
        for outlet, ways in use.ways.items():
            total[outlet] += ways.total()
    return sorted(total, key=lambda outlet: (-total[outlet], outlet))


def torn(found: Sequence[Use]) -> Iterator[tuple[Use, str]]:
    """Labels with the outlets that give them as their own word in one place and not in another."""
    for use in found:
        for outlet in use.ways:
            if use.torn(outlet):
                yield use, outlet
