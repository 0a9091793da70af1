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
    r"(?:(?:an?|the|this|that|these|those|any|all|all of the|such|both)\s+)?"
    r"(?:accusations?|allegations?|charges?|claims?|it|them|this|that)",
    re.IGNORECASE,
)


def answered(proposals: Sequence[Proposal], text: str) -> list[Proposal]:
    """The proposals in their order; a denial that names no more than "the accusation" has the allegation's words.

    It is that of the nearest allegation before it which somebody else made, else what was said in the same sentence.
    """
    found: list[Proposal] = []
    for proposal in proposals:
        words = " ".join(text[start:end] for start, end in proposal.content)
        if proposal.stance == "denies" and _GOES_BACK.fullmatch(words.strip(" .,")):
            before = [one for one in reversed(found[-_MOST:]) if _is_others(one, proposal)]
            alleged = next((one for one in before if one.allegation), None)
            denied = alleged or next((one for one in before[:1] if one.sentence == proposal.sentence), None)
            if denied is not None:
                proposal = replace(
                    proposal, text=denied.text, kind=denied.kind, allegation=denied.allegation, about=denied.about
                )
        found.append(proposal)
    return found


def _is_others(earlier: Proposal, denial: Proposal) -> bool:
    """Whether somebody else said it shortly before the denial, and did not deny it."""
    near = 0 <= denial.sentence - earlier.sentence <= _NEAR
    speakers = {chain[0].name for chain in denial.chains if chain}
    others = not speakers & {chain[0].name for chain in earlier.chains if chain}
    return earlier.stance != "denies" and near and others
