"""Denials of what was said before: "denied the accusation" is a denial of the allegation that it goes back to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimtrack.reading.cues.lexicon import COUNT_GIVEN
from claimtrack.reading.proposals import Proposal
from claimtrack.reading.word_lists import one_of, words

_NEAR = 4
"""Sentences before a denial within which the allegation that it answers stands."""
_MOST = 40
"""Proposals before a denial that are looked at."""
_GOES_BACK = re.compile(
    r"(?:(?:an?|his|her|its|their|the|this|that|these|those|any|all|all of the|such|both)\s+)?"
    rf"(?:(?P<noun>{one_of('claim_nouns')})"
    rf"|it|them|this|that|which|(?<=th(?:at|is) )(?:{one_of('count_nouns', 'version_nouns')})"
    r"|(?<=those )(?:figures|numbers))",
    re.IGNORECASE,
)


def answered(proposals: Sequence[Proposal], text: str) -> list[Proposal]:
    """The proposals in their order; a denial that names no more than "the accusation" has the allegation's words.

    It is that of the nearest allegation before it which somebody else made, else what was said in the same sentence.
    """
    found: list[Proposal] = []
    for proposal in proposals:
        content = " ".join(text[start:end] for start, end in proposal.content)
        rejected = _REJECTED.match(content) if _is_rejection(proposal, text) else _called_untrue(proposal, content)
        back = _GOES_BACK.fullmatch(content.strip(" .,"))
        disputed = proposal.stance == "doubts" and back is not None and back["noun"] is None  # "disputed this"
        if (proposal.stance == "denies" and back is not None) or disputed or rejected is not None:
            before = [one for one in reversed(found[-_MOST:]) if _is_others(one, proposal)]
            alleged = next((one for one in before if one.allegation), None)
            noun = rejected["noun"] if rejected is not None else back and back["noun"]
            points = not noun  # "that": just before
            reach = points or (noun is not None and noun.lower().startswith("claim"))  # one sentence, or the same
            last = before[0] if before else None
            if last is not None and proposal.sentence - last.sentence > reach:
                last = last if points and _goes_to(last, proposal, text) else None
            charged = re.search(r"\bcharges?\W*$", content, re.IGNORECASE) is not None  # a court's, or an allegation
            denied = (last or alleged) if points else (alleged or (None if charged else last))
            if points and found and _is_same_denial(found[-1], proposal):
                denied = found[-1]  # "denied the charges, calling them “a show”"
            if denied is not None:
                stance = proposal.stance if rejected is None else "denies"
                proposal = replace(_denial_of(denied, proposal), stance=stance)
        count = COUNT_GIVEN.fullmatch(content.strip(" .,"))
        if proposal.stance == "withdraws" and (back is not None or count is not None):
            asserted = [one for one in reversed(found[-_MOST:]) if one.stance == "asserts"]
            own = (
                one for one in asserted if one.allegation or (count is not None and _is_counted(one, count["figure"]))
            )
            withdrawn = next((one for one in own if _are_of_one(_speakers(one), _speakers(proposal))), None)
            if withdrawn is not None:
                proposal = replace(_denial_of(withdrawn, proposal), stance="withdraws")
        found.append(proposal)
    return found


def _is_counted(one: Proposal, figure: str | None) -> bool:
    """Whether a proposal gives a figure: the one in words, where those tell it."""
    return one.figure is not None and (figure is None or one.figure == figure)


def _are_of_one(some: set[str | None], others: set[str | None]) -> bool:
    """Whether some who speak may be others: the same, or whoever's office they are."""
    if some & others:
        return True
    names = [(one or "", other or "") for one in some for other in others]
    return any(one and other.startswith((f"{one}’s ", f"{one}'s ")) for one, other in names)


_WHAT_WAS_SAID = (
    r"(?:that|this|it|them|these|those|(?:the|this|that|these|those|all|such|(?:the )?[\w-]+(?:[’']s|s[’']))"
    rf" (?P<noun>{one_of('claim_nouns', 'report_nouns', 'version_nouns')}))\s"
)
_REJECTED = re.compile(rf"(?:{_WHAT_WAS_SAID})?as\s", re.IGNORECASE)
"""How the content of a rejection begins that gives it a name: "dismissed that as “a rumour”"."""
_CALLED = re.compile(rf"{_WHAT_WAS_SAID}(?:as\s)?(?:an?\s|the\s)?(?:[“\"‘'])?(?P<label>[^“”\"]+)", re.IGNORECASE)
"""What somebody is said to call a claim: "the claim “filth”"."""
_REJECTS = re.compile(r"\b(?:dismiss|reject)(?:s|es|ed|ing)?$")


def _is_rejection(proposal: Proposal, text: str) -> bool:
    """Whether somebody rejects what they speak of, by the verb."""
    return bool(proposal.cue) and _REJECTS.search(text[slice(*proposal.cue[-1])]) is not None


def _called_untrue(proposal: Proposal, words_said: str) -> re.Match[str] | None:
    """How somebody calls what was said a lie, or the like; None where they call it something else."""
    called = _CALLED.match(words_said) if proposal.label is not None else None
    if called is None or not words("rejecting_words") & set(re.findall(r"[a-z]+", called["label"].lower())):
        return None
    return called


def _denial_of(denied: Proposal, denial: Proposal) -> Proposal:
    """A denial in the words of what it denies; what it calls that is in its passage."""
    asked = tuple(doubt for doubt in denied.doubts if doubt.field == "allegation")
    return replace(
        denial,
        stance="denies",
        doubts=(*(doubt for doubt in denial.doubts if doubt.field != "allegation"), *asked),
        text=denied.text,
        kind=denied.kind,
        allegation=denied.allegation,
        about=denied.about,
        figure=denied.figure,
        unit=denied.unit,
        counting=denied.counting,
        period=denied.period,
        question=denied.question,
        label=denied.label,
        label_words=denial.label_words if denied.label is not None else None,
    )


def _goes_to(earlier: Proposal, later: Proposal, text: str) -> bool:
    """Whether what was said earlier, of several sentences perhaps, ends right where the passage of the later begins."""
    ends = [end for _, end in (*earlier.content, *earlier.source, *earlier.cue)]
    begins = [start for start, _ in (*later.content, *later.source, *later.cue)]
    return re.search(r"\w", text[max(ends) : min(begins)]) is None


def _is_others(earlier: Proposal, denial: Proposal) -> bool:
    """Whether somebody else said it shortly before the denial, and did not deny it."""
    near = 0 <= denial.sentence - earlier.sentence <= _NEAR
    return earlier.stance != "denies" and near and not _speakers(denial) & _speakers(earlier)


def _is_same_denial(earlier: Proposal, later: Proposal) -> bool:
    """Whether somebody who denies something goes on about it in the same sentence."""
    one = earlier.sentence == later.sentence and _speakers(earlier) == _speakers(later)
    return one and earlier.stance == "denies"


def _speakers(proposal: Proposal) -> set[str | None]:
    return {chain[0].name for chain in proposal.chains if chain}
