"""What a source is called: in a list, and in running text."""

from __future__ import annotations

from claimtrack.domain.naming import described_in_a_sentence, name_in_a_sentence
from claimtrack.domain.text import safe, tidy
from claimtrack.queries.views import Hop

UNNAMED = "a source who is not named"
WITHHELD = "a source whose name is withheld"


def source_name(hop: Hop) -> str:
    """What a hop's source is called in a list or a table, without what is said about it."""
    if hop.name is not None:
        return described_in_a_sentence(safe(tidy(hop.name)), hop.naming)
    if hop.described_as:
        return safe(tidy(hop.described_as))
    return WITHHELD if hop.hidden else UNNAMED


def source_in_a_sentence(hop: Hop) -> str:
    """The same in running text: "the Harbour Board"."""
    return source_name(hop) if hop.name is None else name_in_a_sentence(safe(tidy(hop.name)), hop.kind, hop.naming)
