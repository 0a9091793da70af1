"""Somebody's word for people or things, taken over as one's own.

What it flags: a label that the ledger has only as somebody's word (quoted, alone in quote marks, or reported), used in
the draft's own voice: outside quote marks and outside what is given to anybody. Of a label that was only reported it is
a notice, since the word may have been the reporter's all along.

Why it matters: a word such as “terrorists” or “wreckers” is a verdict. Used plainly, the verdict is the paper's.

Example: the minister called the strikers “wreckers”; the draft says that the wreckers came back on Thursday.

What to do: Use a plain word, put the word in quote marks and say whose it is, or record why it is yours.
"""

from collections.abc import Iterator

from claimtrack.checking.draft import Sentence
from claimtrack.checking.draft_check import DraftCheck
from claimtrack.checking.words import cut_ending, split_words, word_keys
from claimtrack.queries.check_data import CheckedClaim
from claimtrack.reading.word_lists import words
from claimtrack.rules.rule import DraftFinding, rule

_NEAR = 6
"""Words before a label within which another tells that it is somebody else's."""


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    labels: dict[tuple[str, ...], CheckedClaim] = {}
    own: set[tuple[str, ...]] = set()
    for claim in check.data.claims:
        label = tuple(map(cut_ending, word_keys(claim.label or "")))
        if not label or claim.restricted:
            continue
        if any(assertion.label_words == "own" for assertion in claim.affirming) or claim.status.name == "verified":
            own.add(label)
        labels.setdefault(label, claim)
    wanted = {label: claim for label, claim in labels.items() if label not in own}
    for sentence in check.draft.sentences if wanted else ():
        for label, claim in wanted.items():
            yield from _first_use(check, sentence, label, claim)


def _first_use(
    check: DraftCheck, sentence: Sentence, label: tuple[str, ...], claim: CheckedClaim
) -> Iterator[DraftFinding]:
    """The first use of a label in a sentence as the draft's own word."""
    text = check.draft.text
    inside = split_words(text, sentence.start, sentence.end)
    stems = [cut_ending(word.key.removesuffix("'s").removesuffix("'")) for word in inside]
    for place in range(len(inside) - len(label) + 1):
        if tuple(stems[place : place + len(label)]) != label:
            continue
        start, end = inside[place].start, inside[place + len(label) - 1].end
        before = {word.key for word in inside[max(0, place - _NEAR) : place]}
        if _is_distanced(check, sentence, start, end) or before & words("distancing_words"):
            continue
        named = any(assertion.origin for assertion in claim.affirming)
        whose = f"the word of {check.origins_of(claim)}" if named else "a word that nobody in particular answers for"
        fact = f"“{text[start:end]}” stands here in the draft's own voice; the ledger has it as {whose}."
        step = "Use a plain word, or put it in quote marks and say whose it is."
        # Of a word in indirect speech nobody knows whether it was the speaker's or the reporter's.
        reported = all(assertion.label_words == "reported" for assertion in claim.affirming)
        yield check.finding(start, end, fact, step, claim, severity="notice" if reported else "")
        return


def _is_distanced(check: DraftCheck, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word is marked as not the draft's own: in quote marks, or inside what somebody is said to have said."""
    if start and check.draft.text[start - 1] in "“\"«„‘'":
        return True
    if any(a < end and start < b for a, b in check.draft.reading.quotations if a < sentence.end):
        return True
    return any(attribution.covers(start, end) for attribution in sentence.attributions)


RULE = rule(__name__, __doc__, "warning", _find)
