"""Namesakes: who a piece says is something else than the person of that name in the ledger may be another.

And bodies of which one is called by the end of the other's name: "police", and the Ista Harbour Police of the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimtrack.actions.reading.proposal_items import Item, ProposedClaim
from claimtrack.domain.text import key, name_fold
from claimtrack.ledger.write.names import split_qualified
from claimtrack.queries.passages import SuggestedSource
from claimtrack.reading.mentions.roles import may_be_one
from claimtrack.reading.proposals import Doubt

_PEOPLE = ("person", "witness", "unknown")
_BODIES = ("organisation", "government", "military", "unknown")
_MOST_BODIES = 3
"""Bodies of the ledger that a piece may mean; of more it is not asked which."""
_LONGEST = 60
"""Characters of a role that may tell somebody from a namesake."""


def with_namesakes(claims: Iterable[ProposedClaim], sources: Sequence[SuggestedSource]) -> list[ProposedClaim]:
    """The claims, each in doubt whose speaker has the name of one person of the ledger and another role.

    The choice is between that person and another, called by the role that the piece gives: "Tomas Reyl (fishmonger)".
    Who is a body that the ledger may know by a longer or shorter name is in doubt too: "coast guard".
    """
    bearers: dict[str, list[SuggestedSource]] = defaultdict(list)
    for source in sources:
        for name in {name_fold(name) for name in (source.name, *source.aliases)}:
            bearers[name].append(source)
    bodies = [source for source in sources if source.kind in _BODIES]
    return [_with_namesake(claim, bearers, bodies) for claim in claims]


def _with_namesake(
    claim: ProposedClaim, bearers: dict[str, list[SuggestedSource]], bodies: Sequence[SuggestedSource]
) -> ProposedClaim:
    chain = [hop.get("source") for hop in claim.assertions[0]["chain"]]
    in_doubt = any(doubt.field == "who" for doubt in claim.doubts)
    if len(claim.assertions) > 1 or claim.assertions[0].get("quote_kind") == "own" or None in chain or in_doubt:
        return claim
    speaker, *carriers = chain
    told = next((one for one in claim.sources if name_fold(one["name"]) == name_fold(speaker)), None)
    known = bearers.get(name_fold(speaker), [])
    if told is not None and not known and told.get("kind") in _BODIES:
        called = [one.name for one in bodies if is_called_so(speaker, one.name)]
        doubt = Doubt("who", tuple(" > ".join([name, *carriers]) for name in (speaker, *called)))
        return replace(claim, doubts=(*claim.doubts, doubt)) if 0 < len(called) <= _MOST_BODIES else claim
    if told is None or len(known) != 1:
        return claim
    other = _another(told, known[0])
    if other is None:
        return claim
    doubt = Doubt("who", tuple(" > ".join([name, *carriers]) for name in (speaker, other["name"])))
    return replace(claim, doubts=(*claim.doubts, doubt), sources=(*claim.sources, other))


def _another(told: Item, known: SuggestedSource) -> Item | None:
    """Who is told of as a source of their own; None where what is told may be so of the one known."""
    role = told.get("role")
    if told.get("kind") != "person" or known.kind not in _PEOPLE or role is None or known.role is None:
        return None
    if may_be_one([role], [known.role]) or len(role) > _LONGEST or set("()&>") & set(role):
        return None
    return {**told, "name": f"{split_qualified(told['name'])[0]} ({role})"}


def is_namesake(called: str, name: str) -> bool:
    """Whether two names are one with what tells a namesake behind it, in brackets, or with something else there."""
    one, other = split_qualified(called), split_qualified(name)
    return name_fold(one[0]) == name_fold(other[0]) and one[1] != other[1]


def is_called_so(one: str, other: str) -> bool:
    """Whether one of two names is the end of the other, behind a space: "coast guard" of "Oressan Coast Guard"."""
    short, long = sorted((name_fold(one), name_fold(other)), key=len)
    return long.endswith(f" {short}")


def known_names(sources: Sequence[SuggestedSource], claims: Iterable[ProposedClaim]) -> dict[str, str]:
    """Speakers called by the end of a name ("Denn") that one person of the ledger has ("Omar Denn"), by what they are.

    Only where the ledger has nobody called so, and only one who is.
    """
    whole = {key(name) for one in sources for name in (one.name, *one.aliases)}
    people = [one.name for one in sources if one.kind in _PEOPLE]
    found: dict[str, str] = {}
    for called in dict.fromkeys(name for proposed in claims for name in proposed.names):
        if key(called) in whole or not called[:1].isupper():
            continue
        fits = [name for name in people if key(name).endswith(" " + key(called))]
        if len(fits) == 1:
            found[called] = fits[0]
    return found
