"""An allegation to which nobody was asked to reply.

What it flags: the first sentence that states or repeats a claim marked as an allegation, for which the ledger has no
request for a reply to those it is about.

Why it matters: whoever is accused has a right to be heard before publication; in many places it is also the law.

Example: the draft says that a company bribed inspectors, according to a campaign; nothing shows that the company was
asked.

What to do: Ask, and record it: `claimtrack ask CLAIM --whom SOURCE --how phone --due DATE`.
"""

from collections.abc import Iterator

from claimtrack.checking.rule import Case, DraftMatch, kind


def _find(case: Case) -> Iterator[DraftMatch]:
    seen: set[str] = set()
    for repeat in case.open_repeats():
        holding = repeat.holding
        if not holding.unanswered or not repeat.repeated or not repeat.agrees or holding.id in seen:
            continue
        seen.add(holding.id)
        whom = case.called(holding.about) if holding.about else "whom it is about"
        yield DraftMatch(
            repeat.start,
            repeat.end,
            f"This alleges wrongdoing, and no reply was sought from {whom}.",
            "Put it to them before publishing, and record when and how.",
            holding,
        )


KIND = kind(__name__, __doc__, "warning", _find)
