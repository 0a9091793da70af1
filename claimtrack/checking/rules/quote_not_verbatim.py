"""Words in quote marks that stand in no stored document.

What it flags: a quotation of three words or more that no stored text and no recorded quote has word by word. Quote
marks, punctuation, capitals and the order of attribution do not matter; `…` and `[…]` may leave words out. A text that
is held back, as something off the record or embargoed stands in it, counts with --include-restricted only: else a draft
would tell whether a guess at it is right. What is quoted of it openly counts.

Why it matters: quote marks promise the speaker's own words. A changed word is a misquotation, however small.

Example: the stored statement has “not one shot was fired”; the draft quotes “not a single shot was fired”.

What to do: Quote what the document has, take the quote marks off a paraphrase, or store the document that has the
words: `claimtrack document add FILE`.
"""

from collections.abc import Iterator

from claimtrack.checking.draft import Draft
from claimtrack.checking.draft_check import DraftCheck
from claimtrack.checking.quotation_matching import NearestPassage, fragments
from claimtrack.checking.words import split_words, word_keys
from claimtrack.domain.text import shorten
from claimtrack.rules.rule import DraftFinding, rule

LEAST_WORDS = 3
MOST_DIFFERENCES = 4


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    for start, end in check.draft.reading.quotations if check.texts else ():
        if _stands_somewhere(check, start, end):
            continue
        quoted = check.draft.text[start:end]
        nearest = check.nearest(quoted)
        if nearest is None:
            fact = f"No stored document has “{shorten(quoted, 80)}”."
            step = "Store the document that has these words, or take the quote marks off."
            yield check.finding(start, end, fact, step)
        else:
            where = f"“{shorten(nearest.passage, 120)}”, in “{shorten(nearest.title, 60)}”"
            fact = f"{_differences(nearest)} The nearest words are {where}."
            step = "Quote the words as they stand, or take the quote marks off."
            yield check.finding(start, end, fact, step, related=(nearest.place.document,))


def _stands_somewhere(check: DraftCheck, start: int, end: int) -> bool:
    """Whether a quotation of the draft stands in a text, is too short to be held against any, or is a title."""
    quoted = check.draft.text[start:end]
    if sum(map(len, fragments(quoted))) < LEAST_WORDS or _is_title(check.draft, start, end):
        return True
    return check.texts.find(quoted) is not None or check.restricted_words.claim_of(word_keys(quoted)) is not None


def tells_difference(check: DraftCheck, start: int, end: int) -> bool:
    """Whether a finding of this rule tells what stands in a text in place of these words of a quotation."""
    for begin, stop in check.draft.reading.quotations if check.texts else ():
        if begin <= start and end <= stop and not _stands_somewhere(check, begin, stop):
            nearest = check.nearest(check.draft.text[begin:stop])
            told = nearest.differences[:MOST_DIFFERENCES] if nearest is not None else ()
            return any(theirs and check.draft.text[start:end] in ours for theirs, ours in told)
    return False


def _differences(nearest: NearestPassage) -> str:
    """Word by word, what the draft has in place of what the document has."""
    differences = []
    for theirs, ours in nearest.differences[:MOST_DIFFERENCES]:
        if not ours:
            differences.append(f"“{theirs}” is left out")
        elif not theirs:
            differences.append(f"“{ours}” is put in")
        else:
            differences.append(f"“{ours}” stands for “{theirs}”")
    more = len(nearest.differences) - MOST_DIFFERENCES
    return f"Not verbatim: {', '.join(differences)}{f', and {more} more' if more > 0 else ''}."


def _is_title(draft: Draft, start: int, end: int) -> bool:
    """Whether it is the name of a work: in capitals throughout, and nobody is said to have said it."""
    words = [draft.text[word.start : word.end] for word in split_words(draft.text, start, end)]
    long = [word for word in words if len(word) > 3]
    if not long or not all(word[0].isupper() or word[0].isdigit() for word in long):
        return False
    sentence = draft.around(start)
    return sentence is None or not any(attribution.covers(start, end) for attribution in sentence.attributions)


RULE = rule(__name__, __doc__, "error", _find)
