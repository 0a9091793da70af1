"""Somebody's word for people or things, taken over as one's own.

What it flags: a label that the ledger has only as somebody's word (quoted, held at arm's length, or reported), used in
the draft's own voice: outside quote marks and outside what is given to anybody. Of a label that was only reported it is
a notice, since the word may have been the reporter's all along.

Why it matters: a word such as “terrorists” or “wreckers” is a verdict. Used plainly, the verdict is the paper's.

Example: the minister called the strikers “wreckers”; the draft says that the wreckers came back on Thursday.

What to do: Use a plain word, put the word in quote marks and say whose it is, or record why it is yours.
"""

from collections.abc import Iterator

from claimtrack.checking.draft import Sentence
from claimtrack.checking.rule import Case, DraftMatch, kind
from claimtrack.checking.words import cut_ending, split_words, word_keys
from claimtrack.queries.check_data import CheckedClaim

ARM = frozenset(
    word
    for line in (
        "so-called called calls call alleged allegedly suspected accused labelled labeled described describes branded",
        "brands dubbed dubs termed terms word label term",
    )
    for word in line.split()
)
"""Words before a label that hold it at arm's length."""


def _find(case: Case) -> Iterator[DraftMatch]:
    labels: dict[tuple[str, ...], CheckedClaim] = {}
    own: set[tuple[str, ...]] = set()
    for holding in case.holdings.claims:
        words = tuple(cut_ending(key) for key in word_keys(holding.label or ""))
        if not words or holding.restricted:
            continue
        if any(saying.label_words == "own" for saying in holding.affirming) or holding.status.name == "verified":
            own.add(words)
        labels.setdefault(words, holding)
    wanted = {words: holding for words, holding in labels.items() if words not in own}
    for sentence in case.draft.sentences if wanted else ():
        for words, holding in wanted.items():
            yield from _used(case, sentence, words, holding)


def _used(case: Case, sentence: Sentence, words: tuple[str, ...], holding: CheckedClaim) -> Iterator[DraftMatch]:
    told = split_words(case.draft.text, sentence.start, sentence.end)
    ends = [cut_ending(word.key.removesuffix("'s").removesuffix("'")) for word in told]
    for at in range(len(told) - len(words) + 1):
        if tuple(ends[at : at + len(words)]) != words:
            continue
        start, end = told[at].start, told[at + len(words) - 1].end
        if _held(case, sentence, start, end) or ARM & {word.key for word in told[max(0, at - 6) : at]}:
            continue
        named = any(saying.origin for saying in holding.affirming)
        whose = f"the word of {case.origins(holding)}" if named else "a word that nobody in particular answers for"
        reported = all(saying.label_words == "reported" for saying in holding.affirming)
        yield DraftMatch(
            start,
            end,
            f"“{case.draft.text[start:end]}” stands here in the draft's own voice; the ledger has it as {whose}.",
            "Use a plain word, or put it in quote marks and say whose it is.",
            holding,
            # Of a word in indirect speech nobody knows whether it was the speaker's or the reporter's.
            severity="notice" if reported else None,
        )
        return


def _held(case: Case, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word is held at arm's length: in quote marks, or inside what somebody is said to have said."""
    text = case.draft.text
    if text[start - 1 : start] in ("“", '"', "«", "„", "‘", "'") and start:
        return True
    if any(a < end and start < b for a, b in case.draft.reading.quotations if a < sentence.end):
        return True
    return any(one.covers(start, end) for one in sentence.attributions)


KIND = kind(__name__, __doc__, "warning", _find)
