"""The words of every claim and of what is quoted for it, made ready once and kept with the judgement of a large ledger.

A draft is compared with a hundred thousand claims, of which reading the texts anew would be most of the work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from claimtrack.checking.claim_words import asked_stems, least_core
from claimtrack.checking.words import is_loosely_counted, numbers_in, telling_stems, word_keys, written_words
from claimtrack.queries.claim_texts import Quotation, WordsOfClaim, kept_of_texts

LOOSE, PLAIN = "~", "="
"""Whether a claim may have a figure that is more than a number in digits."""


def _packed(claims: Iterable[WordsOfClaim], quotations: Iterable[Quotation]) -> Mapping[str, str]:
    """Claim -> a line for itself and one for each of its quotations; no word has a space, a tab or a line's end in it.

    A claim's line holds LOOSE or PLAIN with the least size of its core, its stems, its numbers in digits, and the stems
    of a question that it answers with a figure; that of a quotation its stems and its words folded.
    """
    quoted: dict[str, list[str]] = defaultdict(list)
    for claim, words in quotations:
        written = written_words(words)
        quoted[claim].append(f"\n{' '.join(telling_stems(words, written))}\t{' '.join(word_keys(words, written))}")
    packed: dict[str, str] = {}
    about: dict[str | None, str] = {None: ""}
    """Question -> what it is about."""
    for id, text, counts, question in claims:
        if question not in about:
            about[question] = " ".join(asked_stems(question or ""))
        written = written_words(text)
        mark = LOOSE if is_loosely_counted(text, written) else PLAIN
        numbers = " ".join(sorted(numbers_in(text)))
        stems = " ".join(telling_stems(text, written))
        own = f"{mark}{least_core(text, counts=counts)}\t{stems}\t{numbers}\t{about[question]}"
        packed[id] = own + "".join(sorted(quoted[id])) if id in quoted else own
    return {id: packed[id] for id in sorted(packed)}  # who keeps or reads it sorts it again, which costs nothing then


CLAIM_WORDS = kept_of_texts("claim words", _packed)
"""The words as they are kept; `LedgerWords` reads them."""
