"""Denials of what was said before: "denied the accusation" is a denial of the allegation that it goes back to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimtrack.reading.proposals import Proposal

_NEAR = 4
"""Sentences before a denial within which the allegation that it answers stands."""
_MOST = 40
"""Proposals before a denial that are looked at."""
_GOES_BACK = re.compile(
    r"(?:(?:the|this|that|these|those|any|all|all of the|such|both)\s+)?"
    r"(?:accusations?|allegations?|charges?|claims?|it|them|this|that)",
    re.IGNORECASE,
)


def answered(proposals: Sequence[Proposal], text: str) -> list[Proposal]:
    """The proposals in their order; a denial that names no more than "the accusation" has the allegation's words.

    It is that of the nearest allegation before it which somebody else made.
    """
    found: list[Proposal] = []
    for proposal in proposals:
        words = " ".join(text[start:end] for start, end in proposal.content)
        if proposal.stance == "denies" and _GOES_BACK.fullmatch(words.strip(" .,")):
            alleged = next((one for one in reversed(found[-_MOST:]) if _is_answered(one, proposal)), None)
            if alleged is not None:
                proposal = replace(proposal, text=alleged.text, kind=alleged.kind, allegation=True, about=alleged.about)
        found.append(proposal)
    return found


def _is_answered(earlier: Proposal, denial: Proposal) -> bool:
    near = 0 <= denial.sentence - earlier.sentence <= _NEAR
    speakers = {chain[0].name for chain in denial.chains if chain}
    others = not speakers & {chain[0].name for chain in earlier.chains if chain}
    return earlier.allegation and earlier.stance != "denies" and near and others
