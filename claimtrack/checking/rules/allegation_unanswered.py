"""An allegation to which nobody was asked to reply.

What it flags: the first sentence that states or repeats a claim marked as an allegation, for which the ledger has no
request for a reply to those it is about.

Why it matters: whoever is accused has a right to be heard before publication; in many places it is also the law.

Example: the draft says that a company bribed inspectors, according to a campaign; nothing shows that the company was
asked.

What to do: Ask, and record it: `claimtrack ask CLAIM --whom SOURCE --how phone --due DATE`.
"""

from collections.abc import Iterator

from claimtrack.checking.draft_check import DraftCheck
from claimtrack.rules.rule import DraftFinding, rule


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    seen: set[str] = set()
    for match in check.matches:
        claim = match.claim
        if claim.unanswered and match.is_passed_on and match.agrees and claim.id not in seen:
            seen.add(claim.id)
            whom = check.names_of(claim.about) if claim.about else "whom it is about"
            fact = f"This alleges wrongdoing, and no reply was sought from {whom}."
            step = "Put it to them before publishing, and record when and how."
            yield check.finding(match.start, match.end, fact, step, claim)


RULE = rule(__name__, __doc__, "warning", _find)
