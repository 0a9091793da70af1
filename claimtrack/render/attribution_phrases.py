"""Phrases of an attribution: who speaks, on what basis, through whom. Ledger text in them is made safe to show."""

from __future__ import annotations

from collections.abc import Iterable

from claimtrack.domain.english import join_list, with_article, with_the
from claimtrack.domain.text import key, safe, tidy
from claimtrack.domain.vocabulary import CARRIER_KINDS
from claimtrack.queries.views import Attribution, Hop

UNNAMED = "a source who is not named"
WITHHELD = "a source whose name is withheld"
PEOPLE = ("person", "witness", "account", "unknown", "group", None)
"""Kinds of source of which one may say "an eyewitness"."""

NOT_NAMED = "not named by the report"
NO_DOCUMENT = "in a document no longer in the ledger"

GIVEN = {
    "testimony": "testimony",
    "document": "a document",
    "image": "an image",
    "video": "a video",
    "audio": "an audio recording",
    "satellite": "satellite imagery",
    "physical": "physical evidence",
    "data": "data",
}
RELEASES = {
    "official-statement": "in an official statement",
    "background": "on background",
    "leaked": "in leaked material",
    "court-record": "in a court record",
    "social-post": "in a social media post",
}


def called(hop: Hop) -> str:
    """What a hop's source is called in running text, without what is said about it."""
    if hop.name is not None:
        return _with_article(safe(tidy(hop.name)), hop.naming)
    if hop.described_as:
        return safe(tidy(hop.described_as))
    return WITHHELD if hop.hidden else UNNAMED


def _with_article(name: str, naming: str) -> str:
    first = name.partition(" ")[0]
    if naming not in ("role", "anonymous") or not name[:1].islower() or first in ("a", "an", "the", "one", "two"):
        return name
    if first.endswith("s") and not first.endswith("ss"):
        return name
    return with_article(name)


def subject(row: Attribution) -> str:
    """Who said it, with what a reader needs to weigh it: role, body, eyewitness, those it was said together with."""
    hop = row.hops[0]
    name = called(hop)
    beside = []
    body, role = with_the(safe(tidy(hop.body or ""))), safe(tidy(hop.role or ""))
    if body and key(hop.body or "") in key(f"{name} {role}"):
        body = ""
    if hop.name is not None and not _has_capital(hop.name) and hop.naming in ("role", "group", "anonymous"):
        name += f" {'of' if 'group' in (hop.naming, hop.kind) else 'for'} {body}" if body else ""
        body = ""
    if role and key(role) not in key(name):
        titled = _has_capital(role) or " of " in role
        beside.append(f"{role} for {body}" if body and not titled else role)
        if body and titled:
            beside.append(f"speaking for {body}")
    elif body:
        beside.append(f"speaking for {body}")
    elif hop.qualifier and hop.kind in PEOPLE:
        beside.append(safe(tidy(hop.qualifier)))
    if hop.basis == "witnessed" and hop.kind in PEOPLE and row.quote_kind != "own":
        beside.append("eyewitnesses" if hop.naming == "group" else "an eyewitness")
    if unnamed(hop):
        beside.insert(0, NOT_NAMED)
    if row.joint:
        others = [safe(tidy(other)) for other in row.joint]
        if not beside:
            return join_list(sorted([name, *others]))
        beside.append(f"together with {join_list(others)}")
    return name + "".join(f", {words}" for words in beside) + ("," if beside else "")


def unnamed(hop: Hop) -> bool:
    """Whether it has to be said that the report does not name this source: it is only described."""
    return hop.naming == "anonymous" and not hop.hidden and (hop.name is not None or bool(hop.described_as))


def _has_capital(text: str) -> bool:
    return any(character.isupper() for character in text)


def basis_words(row: Attribution) -> tuple[str, str]:
    """What the origin's knowledge rests on: words that follow the verb at once, and a clause after it ("" for none)."""
    hop = row.hops[0]
    if hop.basis == "own-act" and row.claim_kind not in ("position", "call", "pledge", "forecast"):
        return (" of their own act" if row.stance == "asserts" else ""), ""
    clauses = {
        "witnessed": "" if hop.kind in PEOPLE else "having seen it at first hand",
        "records": "citing records",
        "told": "on what they were told",
        "inferred": "by inference",
    }
    return "", clauses.get(hop.basis, "")


def evidence_clause(given: Iterable[str]) -> str:
    """What evidence was offered with it, as a clause; "" where nothing is recorded about it."""
    kinds = list(given)
    if "none-given" in kinds:
        return "without giving evidence"
    if "withheld" in kinds:
        return "withholding the evidence"
    offered = [GIVEN[kind] for kind in kinds if kind in GIVEN and kind != "testimony"]
    return f"offering {join_list(offered)}" if offered else ""


def carried(row: Attribution, after: int, verb: str = "reported") -> str:
    """The hops from position `after` on, and the publisher, as one clause; "" when there are none."""
    names = [called(hop) for hop in row.hops[after:]]
    if row.publisher is not None and _publisher(row) not in [called(hop) for hop in row.hops]:
        names.append(_publisher(row))
    passed_on = f"as {verb} by {', then by '.join(names)}" if names else ""
    if row.lost:
        return f"{passed_on}, {NO_DOCUMENT}" if passed_on else NO_DOCUMENT
    return passed_on


def by_word_of(row: Attribution) -> str:
    """Opening words where somebody other than an outlet passed it on; "" where only outlets did.

    "according to Kerr, as reported by The Courier, ": what such a person says was said is theirs to answer for, so it
    is not told as a fact. All hops but the origin are in it.
    """
    last = 0
    for at, hop in enumerate(row.hops):
        if at and hop.kind not in CARRIER_KINDS and not (hop.name is not None and hop.name == row.publisher):
            last = at
    if not last:
        return ""
    before = [called(hop) for hop in reversed(row.hops[1:last])]
    pieces = [f"according to {called(row.hops[last])}"]
    if unnamed(row.hops[last]):
        pieces.append(NOT_NAMED)
    if before:
        pieces.append(f"citing {', who cited '.join(before)}")
    pieces.append(carried(row, last + 1))
    return "".join(f"{piece}, " for piece in pieces if piece)


def _publisher(row: Attribution) -> str:
    return safe(tidy(row.publisher or ""))


def caveats(row: Attribution) -> list[str]:
    """What carriers say of what they pass on, each as a clause."""
    found = []
    for position, hop in enumerate(row.hops):
        who = called(hop) if position or hop.name == row.publisher else ""
        if "could-not-verify" in hop.caveats:
            found.append(f"{who} could not verify it" if who else "it could not be verified")
        if "seen-by-carrier" in hop.caveats:
            found.append(f"{who} has seen it" if who else "the report's authors have seen it")
        if "translated" in hop.caveats:
            tongue = f" from {safe(tidy(hop.language))}" if hop.language else ""
            found.append(f"translated{tongue}" + (f" by {who}" if who else ""))
    return found


def tells(row: Attribution) -> bool:
    """Whether the origin spoke to the first carrier, as far as the record shows: no occasion or release of its own."""
    if len(row.hops) < 2 or row.stance != "asserts" or row.occasion or row.release in RELEASES:
        return False
    first, carrier = row.hops[0], row.hops[1]
    if first.kind in CARRIER_KINDS or row.quote_kind == "own":
        return False
    if carrier.kind not in CARRIER_KINDS and carrier.name != row.publisher:
        return False
    return carrier.name is not None or carrier.hidden
