"""What a source is called: in a list, and in running text."""

from __future__ import annotations

import re

from claimtrack.domain.english import named_with_the, takes_the, with_article
from claimtrack.domain.naming import is_plural
from claimtrack.domain.text import safe, tidy
from claimtrack.queries.views import Hop

UNNAMED = "a source who is not named"
WITHHELD = "a source whose name is withheld"


def source_name(hop: Hop) -> str:
    """What a hop's source is called in a list or a table, without what is said about it."""
    if hop.name is not None:
        return _with_article(safe(tidy(hop.name)), hop.naming)
    if hop.described_as:
        return safe(tidy(hop.described_as))
    return WITHHELD if hop.hidden else UNNAMED


def source_in_a_sentence(hop: Hop) -> str:
    """The same in running text: "the Harbour Board"."""
    return source_name(hop) if hop.name is None else name_in_a_sentence(safe(tidy(hop.name)), hop.kind, hop.naming)


def name_in_a_sentence(name: str, kind: str | None = "unknown", naming: str = "named") -> str:
    """A source's name with the article that English has before it: "the Harbour Board", "the mayor", "Ines".

    `kind` and `naming` as in a hop; a person's name, an outlet's and one that has an article are left as they are.
    """
    called = named_with_the(name, kind or "")
    return called if called != name else _with_article(name, naming)


def _with_article(name: str, naming: str) -> str:
    first = name.partition(" ")[0]
    whose = "’s " in name or "'s " in name or first.lower() in _NO_ARTICLE
    if _SOMEONE_OF_A_NAME.fullmatch(name) and naming in ("role", "anonymous") and not whose:
        return with_article(name)
    if not name[:1].islower() or first in ("a", "an", "the", "one", "two"):
        return name
    if takes_the(name):
        return f"the {name}"
    plural = is_plural(name) or (first.endswith("s") and not first.endswith("ss"))
    uncounted = name.rpartition(" ")[2] in ("television", "radio")
    return name if plural or uncounted or naming not in ("role", "anonymous") else with_article(name)


_NO_ARTICLE = frozenset(["a", "an", "the", "one", "another", "some", "this", "that", "any", "no"])
"""Words that a noun has in place of an article."""
_SOMEONE_OF_A_NAME = re.compile(r"[A-Z].* (?:spokes(?:man|woman|person)|official|officer|source|employee)")
"""Somebody who is called by whose they are: "Ista Ferries spokesman", which is nobody's name."""
