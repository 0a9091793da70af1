"""Allegations: whom an accusation, or the blame for something, is laid on."""

from __future__ import annotations

import re

from claimtrack.domain.naming import is_plural
from claimtrack.domain.text import tidy
from claimtrack.reading.found import Found, Span, Spans
from claimtrack.reading.language import words
from claimtrack.reading.names import Names
from claimtrack.reading.quantity import is_person_noun

_LEMMAS = frozenset(["accuse", "blame", "denounce", "charge", "implicate"])
_TURNS = re.compile(r"\s(?:of|for|over)\s")
_ON = re.compile(r"\son\s(?P<whom>.+)$", re.DOTALL)
_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their|what (?:he|she|it|they) called)\s+", re.IGNORECASE)
_TAIL = re.compile(r",|\s(?:who|which|that|in|at|from|as)\s")
_PRONOUNS = frozenset(["him", "her", "them", "it", "he", "she", "they", "us", "me"])


def accused(found: Found, content: Spans, names: Names) -> tuple[bool, str | None]:
    """Whether somebody is accused or blamed, and who: as printed without an article, or by the name in the words.

    Nobody is where what is blamed is no party, as the weather; who is None where only a pronoun tells.
    """
    if found.word.sort != "accuse" or found.word.negated or found.word.lemma not in _LEMMAS or not content:
        return False, None
    start, end = content[0]
    said = names.text[start:end]
    turned = _ON.search(said) if found.word.lemma == "blame" and not found.word.passive else None
    if turned is not None and not _TURNS.search(said[: turned.start()]):
        span = (start + turned.start("whom"), end)
    else:
        of = _TURNS.search(said)
        span = (start, start + of.start() if of else end)
    whom = _party(names, span, sure=found.word.lemma == "accuse")
    return whom is not None or found.word.lemma == "accuse", whom


def _party(names: Names, span: Span, *, sure: bool) -> str | None:
    """Somebody or some body that the words name or describe; None for all else."""
    said = tidy(names.text[slice(*span)]).strip(" “”\"‘’',.")
    said = _ARTICLE.sub("", said).strip(" “”\"‘’'")
    if not said or said.lower() in _PRONOUNS:
        return None
    named = [mention for mention in names.within(*span) if not mention.owns]
    if named and named[0].entity.kind != "unknown" and " of " not in said:
        return named[0].entity.name
    said = _TAIL.split(said, maxsplit=1)[0].strip(" “”\"‘’'")
    head = said.split(" of ")[0].split()[-1].lower() if said.split(" of ")[0].split() else ""
    known = words("bodies", names.language) | words("several", names.language) | words("company_words", names.language)
    described = bool(named) or sure or head in known or is_person_noun(head, names.language)
    return said if described or (is_plural(head) and head in words("people_words", names.language)) else None
