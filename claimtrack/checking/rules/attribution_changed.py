"""A claim or a quotation given to another source than the ledger gives it to.

What it flags: a sentence that gives a claim to a source to whom no document gives it, nor to whom they speak for or who
passed it on; a claim given to somebody who denies it, or told to others than the ledger has it by way of; and a
quotation that a stored document gives to somebody else. A role, a pronoun, a body for its spokesman, an alias are no
change. That a source is given the contrary of its words is a warning.

Why it matters: who said it is half of what was said.

Example: the fire chief said that 200 families were moved; the draft says that the minister said so.

What to do: Name the source that the document names, or record that this one said it too: `claimtrack attribute CLAIM`.
"""

from collections.abc import Iterator

from claimtrack.checking.changed_claims import DISPUTED
from claimtrack.checking.claim_matching import ClaimMatch, is_contrary
from claimtrack.checking.quotation_matching import QuotationSpeakers, quotation_speakers
from claimtrack.checking.rule import Case, DraftMatch, kind
from claimtrack.checking.rules.ground_moved import describe_change as told_of
from claimtrack.checking.speakers import is_other_speaker


def _find(case: Case) -> Iterator[DraftMatch]:
    for repeats in case.repeats_in.values():
        yield from _claims(case, repeats)
        for repeat in repeats:
            yield from _reversed(case, repeat)
    for one in quotation_speakers(case):
        yield from _quotation(case, one)


def _claims(case: Case, repeats: list[ClaimMatch]) -> Iterator[DraftMatch]:
    """The claims of one sentence: what any of those it may mean is given to is allowed."""
    fitting = [repeat for repeat in repeats if repeat.agrees and not repeat.turned and repeat.holding.affirming]
    for repeat in fitting:
        alike = [other for other in fitting if other.start < repeat.end and repeat.start < other.end]
        if repeat is not max(alike, key=lambda other: (other.score, other.holding.id)):
            continue
        told = [saying for other in alike for saying in other.holding.affirming]
        allowed = frozenset[str]().union(*(saying.sources for saying in told))
        origins = frozenset(saying.origin for saying in told if saying.origin is not None)
        given = [one.who for one in repeat.attributions if one.who is not None]
        if not given or any(not is_other_speaker(case.cast, who, allowed, origins) for who in given):
            yield from _carried(case, repeat, allowed)
            continue
        ground = case.moved.get(repeat.holding.id)
        moved = f" {told_of(case, ground)}" if ground is not None and ground.what != DISPUTED else ""
        yield DraftMatch(
            repeat.start,
            repeat.end,
            f"This is given to “{given[0].words}”; the ledger has it from {case.origins(repeat.holding)}.{moved}",
            "Name the source that said it, or record that this one said it too.",
            repeat.holding,
        )


def _carried(case: Case, repeat: ClaimMatch, allowed: frozenset[str]) -> Iterator[DraftMatch]:
    """Words said to have been told to somebody, where the ledger has who else passed them on."""
    passed = [saying.carriers for saying in repeat.holding.affirming]
    if not passed or not all(passed):
        return
    for name in (name for one in repeat.attributions for name in one.carriers):
        who = case.cast.who(name)
        if not who.named and not any(map(str.isupper, name)):
            continue
        if who.sources & allowed or case.cast.alike(name, allowed):
            continue
        by = case.called(frozenset[str]().union(*passed))
        yield DraftMatch(
            repeat.start,
            repeat.end,
            f"This is said to have been told to “{name}”; the ledger has it by way of {by}.",
            "Name those whom it was told to, or record that these have it too.",
            repeat.holding,
        )
        return


def _reversed(case: Case, repeat: ClaimMatch) -> Iterator[DraftMatch]:
    """A claim given to somebody who denies it, or turned round in the mouth of who said it."""
    given = repeat.given_to
    affirming = frozenset[str]().union(*(saying.sources for saying in repeat.holding.affirming))
    deniers = {s.origin for s in repeat.holding.assertions if s.stance == "denies" and s.counts and not s.restricted}
    if repeat.repeated and given and given <= deniers - affirming:
        yield DraftMatch(
            repeat.start,
            repeat.end,
            f"The ledger has it the other way round: {case.called(given)} denies this.",
            "Give it as its source said it, or record that they say otherwise now.",
            repeat.holding,
        )
    elif given and given <= affirming and is_contrary(repeat):
        yield DraftMatch(
            repeat.start,
            repeat.end,
            f"The ledger has it the other way round, from {case.origins(repeat.holding)}: {repeat.holding.text}.",
            "Give it as its source said it, or record that they say otherwise now.",
            repeat.holding,
            severity="warning",
        )


def _quotation(case: Case, one: QuotationSpeakers) -> Iterator[DraftMatch]:
    pronoun = one.theirs.is_pronoun
    known = one.theirs.named or len(one.theirs.by_role) == 1
    if known and is_other_speaker(case.cast, one.ours, one.allowed, one.theirs.sources):
        theirs = case.called(one.theirs.sources) if pronoun else f"“{one.theirs.words}”"
        sure = one.shown and not (pronoun and len(one.theirs.sources) > 1)
        whose = theirs if sure else "somebody else"
        yield DraftMatch(
            one.start,
            one.end,
            f"These words are given to “{one.ours.words}”; the stored document gives them to {whose}.",
            "Give them to who said them.",
            related=(one.document,) if one.shown else (),
        )


KIND = kind(__name__, __doc__, "error", _find)
