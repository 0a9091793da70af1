"""A claim or a quotation given to another source than the ledger gives it to.

What it flags: a sentence that gives a claim to a source to whom no document gives it, nor to whom they speak for or who
passed it on; and a quotation that a stored document gives to somebody else. A role, a pronoun, a body for its
spokesman, an alias are no change.

Why it matters: who said it is half of what was said.

Example: the fire chief said that 200 families were moved; the draft says that the minister said so.

What to do: Name the source that the document names, or record that this one said it too: `claimtrack attribute CLAIM`.
"""

from collections.abc import Iterator

from claimtrack.checking.cast import Who
from claimtrack.checking.kind import Case, Found, kind
from claimtrack.checking.repeats import Repeat
from claimtrack.checking.spoken import Spoken, spoken

OFFICIAL = ("government", "military", "organisation")


def _find(case: Case) -> Iterator[Found]:
    for repeats in case.repeats_in.values():
        yield from _claims(case, repeats)
    for one in spoken(case):
        yield from _quotation(case, one)


def _claims(case: Case, repeats: list[Repeat]) -> Iterator[Found]:
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
        if not given or any(not is_another(case, who, allowed, origins) for who in given):
            continue
        yield Found(
            repeat.start,
            repeat.end,
            f"This is given to “{given[0].words}”; the ledger has it from {case.origins(repeat.holding)}.",
            "Name the source that said it, or record that this one said it too.",
            repeat.holding,
        )


def _quotation(case: Case, one: Spoken) -> Iterator[Found]:
    pronoun = one.theirs.is_pronoun
    known = one.theirs.named or len(one.theirs.by_role) == 1
    if known and is_another(case, one.ours, one.allowed, one.theirs.sources):
        theirs = case.called(one.theirs.sources) if pronoun else f"“{one.theirs.words}”"
        sure = one.shown and not (pronoun and len(one.theirs.sources) > 1)
        whose = theirs if sure else "somebody else"
        yield Found(
            one.start,
            one.end,
            f"These words are given to “{one.ours.words}”; the stored document gives them to {whose}.",
            "Give them to who said them.",
            related=(one.document,) if one.shown else (),
        )


def is_another(case: Case, who: Who, allowed: frozenset[str], origins: frozenset[str]) -> bool:
    """Whether those meant can be none of the sources allowed, nor speak for one of the origins."""
    if who.sources & allowed or case.cast.alike(who.words, allowed) or case.cast.fits(who.words, allowed):
        return False
    if who.is_pronoun and not who.sources:
        return False
    if any(case.cast.bodies(one) & origins for one in who.sources):
        return False
    if who.named:
        return True
    kinds = {case.cast.tellers[one].kind for one in allowed if one in case.cast.tellers}
    if who.sort == "official":
        return not kinds & {*OFFICIAL, "person", "group", "unknown"} and not _speaks(case, allowed)
    if who.sort == "witness":
        return not kinds & {"witness", "group", "unknown", "account"}
    if who.sort == "body":
        return not kinds & {*OFFICIAL, "unknown"} and not _speaks(case, allowed)
    if who.sort in ("institution", "stranger"):
        return True
    return bool(who.by_role) and who.sort == ""


def _speaks(case: Case, allowed: frozenset[str]) -> bool:
    return any(case.cast.tellers[one].body is not None for one in allowed if one in case.cast.tellers)


KIND = kind(__name__, __doc__, "error", _find)
