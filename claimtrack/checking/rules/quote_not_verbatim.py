"""Words in quote marks that stand in no stored document.

What it flags: a quotation of three words or more that no stored text and no recorded quote has word by word. Quote
marks, punctuation, capitals and the order of attribution do not matter; `…` and `[…]` may leave words out.

Why it matters: quote marks promise the speaker's own words. A changed word is a misquotation, however small.

Example: the stored statement has “not one shot was fired”; the draft quotes “not a single shot was fired”.

What to do: Quote what the document has, take the quote marks off a paraphrase, or store the document that has the
words: `claimtrack document add FILE`.
"""

from collections.abc import Iterator

from claimtrack.checking.draft import Draft
from claimtrack.checking.quotation_matching import NearestPassage, fragments
from claimtrack.checking.rule import Case, DraftMatch, kind
from claimtrack.checking.words import split_words
from claimtrack.domain.text import shorten

LEAST_WORDS = 3


def _find(case: Case) -> Iterator[DraftMatch]:
    if not case.index:
        return
    for start, end in case.draft.reading.quotations:
        quoted = case.draft.text[start:end]
        if sum(map(len, fragments(quoted))) < LEAST_WORDS or _is_title(case.draft, start, end):
            continue
        if case.index.find(quoted) is not None:
            continue
        near = case.index.nearest(quoted)
        if near is None:
            fact = f"No stored document has “{shorten(quoted, 80)}”."
            yield DraftMatch(start, end, fact, "Store the document that has these words, or take the quote marks off.")
        else:
            where = f"“{shorten(near.passage, 120)}”, in “{shorten(near.title, 60)}”"
            fact = f"{_differs(near)} The nearest words are {where}."
            step = "Quote the words as they stand, or take the quote marks off."
            yield DraftMatch(start, end, fact, step, related=(near.place.document,))


def _differs(near: NearestPassage) -> str:
    """Word by word, what the draft has in place of what the document has."""
    told = []
    for theirs, ours in near.differs[:4]:
        if not ours:
            told.append(f"“{theirs}” is left out")
        elif not theirs:
            told.append(f"“{ours}” is put in")
        else:
            told.append(f"“{ours}” stands for “{theirs}”")
    more = len(near.differs) - 4
    return f"Not verbatim: {', '.join(told)}{f', and {more} more' if more > 0 else ''}."


def _is_title(draft: Draft, start: int, end: int) -> bool:
    """Whether it is the name of a work: in capitals throughout, and nobody is said to have said it."""
    words = [draft.text[word.start : word.end] for word in split_words(draft.text, start, end)]
    long = [word for word in words if len(word) > 3]
    if not long or not all(word[0].isupper() or word[0].isdigit() for word in long):
        return False
    sentence = draft.around(start)
    return sentence is None or not any(one.covers(start, end) for one in sentence.attributions)


KIND = kind(__name__, __doc__, "error", _find)
