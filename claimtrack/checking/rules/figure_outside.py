"""A figure that no source gave.

What it flags: a number in a sentence about what the ledger has figures on, which none of the figures for the same
question gives. A rounder number is no fault: 210 is “about 200”, “dozens” is 30. A number that only lies inside one is:
61 for “at least 60”, “at least nine” for “at least seven”, 83 for “about 80”. It may hold, but nobody gave it. A bound
that is given as the number itself, 60 for “at least 60”, is a warning, but in a headline none. “All of the last four”
is a fault where the ledger has three of them; so is the one that differs of three or more numbers in a row. In a
quotation that is told to be altered, its number is told with it.

Why it matters: a figure changes as it is passed on, and nobody can say any more whose it is.

Example: the fire chief said about 200 families; the draft says 600.

What to do: Give the figure as its source gave it, or record the source that gives this one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from claimtrack.checking.claim_match import ClaimMatch
from claimtrack.checking.claim_words import counted_things, gives_figure
from claimtrack.checking.contraries import NEARLY_ALL, gives_complement
from claimtrack.checking.draft_check import DISPUTED, DraftCheck
from claimtrack.checking.draft_figures import (
    CountedFigure,
    DraftFigure,
    counted_figures,
    counted_figures_of,
    find_figures,
    gains_bound,
    loses_bound,
    may_be_same,
)
from claimtrack.checking.rules.quote_not_verbatim import tells_difference
from claimtrack.checking.words import split_words, word_stems
from claimtrack.domain.figures.tables import is_count
from claimtrack.queries.check_data import CheckedClaim
from claimtrack.rules.rule import DraftFinding, rule

ANYTHING = word_stems("people persons") | {"time"}
"""What is counted too often to tell what a figure is about."""
LIST = 3
"""So many numbers in a row tell which sentence is repeated, though one of them differs."""
NEXT_STEP = "Give the figure as its source gave it, or record the source that gives this one."


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    if not check.matches:
        return
    claims = [claim for claim in check.data.claims if not claim.restricted]
    answers: dict[str, list[CheckedClaim]] = defaultdict(list)
    for claim in claims:
        if claim.figure is not None:
            answers[claim.question or claim.id].append(claim)
    others, every = _counts(claims)
    seen: set[tuple[int, int]] = set()
    for match in check.matches:
        group = answers.get(match.claim.question or match.claim.id, [])
        found = (
            *_answer(check, match, group, others),
            *_besides(check, match, others),
            *_in_a_list(check, match),
            *_whole(check, match, every),
            *_all_of(check, match),
            *_limits(check, match),
        )
        for figure, finding in found:
            place = figure.start, figure.end
            if place not in seen and not tells_difference(check, *place):
                yield finding
            seen.add(place)


Counts = Mapping[str, list[DraftFigure]]
"""What is counted -> the counts of it."""


def _counts(claims: Sequence[CheckedClaim]) -> tuple[Counts, Counts]:
    """The counts in claims that answer no question of how many, and those in all claims."""
    others: dict[str, list[DraftFigure]] = defaultdict(list)
    every: dict[str, list[DraftFigure]] = defaultdict(list)
    for claim in claims:
        answers = claim.figure is not None and claim.question is not None
        answered = ANYTHING | counted_things(claim) if answers else ANYTHING
        for counted in counted_figures_of(claim.text):
            for thing in counted.things[:1]:
                every[thing].append(counted.figure)
                if thing not in answered:
                    others[thing].append(counted.figure)
    return others, every


def _answer(
    check: DraftCheck, match: ClaimMatch, group: Sequence[CheckedClaim], others: Counts
) -> Iterator[tuple[DraftFigure, DraftFinding]]:
    """The figure that a claim is about; `group` are the claims that answer its question."""
    claim = match.claim
    if claim.figure is None or not match.figures:
        return
    if any(gives_figure(one, match.figures) for one in group):
        yield from _bound(check, match, group)
        return
    figure = match.figures[0]
    things = next((c.things for c in _counted(check, match) if c.figure.start == figure.start), ())
    counts = (one for thing in things[:1] for one in others.get(thing, ()) if one.is_fraction == figure.is_fraction)
    if match.contrary and gives_complement(match):
        return
    if match.score < NEARLY_ALL and _gives_own_besides(check, match, group):
        return
    if _is_of_other(check, match, group) or any(may_be_same(count.counted, figure) for count in counts):
        return
    ours_first = sorted(group, key=lambda one: match.attributed_to.isdisjoint(one.sources))
    standing = [one for one in ours_first if not _is_taken_back(check, one)]
    recorded = "; ".join(dict.fromkeys(_recorded(check, one) for one in standing or ours_first))
    fact = f"No source gave “{figure.words}” for this: the ledger has {recorded}."
    related = tuple(one.id for one in standing or group if one.id != claim.id)
    step = NEXT_STEP if related else f"Write “{claim.answer}”, or record the source that gives “{figure.words}”."
    yield figure, check.finding(figure.start, figure.end, fact, step, claim, related)


def _is_taken_back(check: DraftCheck, claim: CheckedClaim) -> bool:
    """Whether a claim does not stand any more: it is more than disputed."""
    changed = check.changed.get(claim.id)
    return changed is not None and changed.change != DISPUTED


def _gives_own_besides(check: DraftCheck, match: ClaimMatch, group: Sequence[CheckedClaim]) -> bool:
    """Whether a sentence gives the figure of any of these claims: then another one is of something else."""
    figures = find_figures(check.draft.text, match.sentence.start, match.sentence.end)
    return any(gives_figure(one, figures) for one in group)


def _bound(
    check: DraftCheck, match: ClaimMatch, group: Sequence[CheckedClaim]
) -> Iterator[tuple[DraftFigure, DraftFinding]]:
    """The number of a bound that is given as the number itself; not in a headline, which leaves out what it can."""
    claim = match.claim
    giving = [one for one in group if gives_figure(one, match.figures)]

    def stands(one: CheckedClaim) -> bool:
        return one.id == claim.id or one.id not in check.changed

    if match.contrary or check.draft.is_heading(match.sentence) or claim not in giving:
        return
    figure = next(one for one in match.figures if gives_figure(claim, [one]))
    if all(_loses_bound(one, figure) for one in giving):
        if _is_within(check.draft.text, figure) and claim.figure is not None and claim.figure.low == "0":
            return  # "within 20 minutes" is as good as "at most 20"
        fact = f"“{figure.words}” is given without its bound: the ledger has {_recorded(check, claim)}."
        step = "Give the bound with it."
    elif match.attributed_to & claim.sources and all(_gains_bound(one, figure) for one in giving if stands(one)):
        fact = f"“{figure.words}” has a bound that its source did not give: the ledger has {_recorded(check, claim)}."
        step = "Give the number without it."
    else:
        return
    yield figure, check.finding(figure.start, figure.end, fact, step, claim, severity="warning")


_WITHIN = re.compile(r"\b(?:within|in under)\s$", re.IGNORECASE)
_LONGEST_WITHIN = 10


def _is_within(text: str, figure: DraftFigure) -> bool:
    """Whether a figure is the most that something took: "within 20 minutes"."""
    return _WITHIN.search(text, max(0, figure.start - _LONGEST_WITHIN), figure.start) is not None


def _loses_bound(claim: CheckedClaim, figure: DraftFigure) -> bool:
    return claim.figure is not None and loses_bound(claim.figure, figure, counts=is_count(claim.unit))


def _gains_bound(claim: CheckedClaim, figure: DraftFigure) -> bool:
    return claim.figure is not None and gains_bound(claim.figure, figure)


def _besides(check: DraftCheck, match: ClaimMatch, others: Counts) -> Iterator[tuple[DraftFigure, DraftFinding]]:
    """Figures that a claim has besides: "repaired twice"."""
    claim = match.claim
    if match.contrary or not claim.affirming:
        return
    answered = counted_things(claim) if claim.figure is not None else frozenset()
    recorded = counted_figures_of(claim.text)
    for thing in sorted({c.things[0] for c in recorded if c.things} - answered):
        own = [c.figure for c in recorded if c.things[:1] == (thing,)]
        for counted in _counted(check, match):
            figure = counted.figure
            known = (*others.get(thing, ()), *own)
            if figure.is_fraction and not any(one.is_fraction for one in known):
                continue  # "a third of the beams"
            if counted.things[:1] != (thing,):
                continue
            if any(may_be_same(one.counted, figure) for one in known):
                if all(loses_bound(one.counted, figure) or gains_bound(one.counted, figure) for one in known):
                    yield from _other_bound(check, match, figure, own[0])
                continue
            fact = f"“{figure.words}” is not what the ledger has: “{own[0].words}” ({check.origins_of(claim)})."
            yield figure, check.finding(figure.start, figure.end, fact, NEXT_STEP, claim)


def _other_bound(
    check: DraftCheck, match: ClaimMatch, figure: DraftFigure, own: DraftFigure
) -> Iterator[tuple[DraftFigure, DraftFinding]]:
    """A number that a claim has besides, given with a bound that it has not, or without its bound."""
    claim, text = match.claim, check.draft.text
    within = _is_within(claim.text, own) or _is_within(text, figure)
    if check.draft.is_heading(match.sentence) or within or not match.attributed_to & claim.sources:
        return
    fact = f"“{figure.words}” has another bound than the ledger: “{own.words}” ({check.origins_of(claim)})."
    step = f"Write “{own.words}”, or record who gives “{figure.words}”."
    yield figure, check.finding(figure.start, figure.end, fact, step, claim, severity="warning")


def _in_a_list(check: DraftCheck, match: ClaimMatch) -> Iterator[tuple[DraftFigure, DraftFinding]]:
    """The one number that differs of three or more in the order of the claim: "4 in May, 6 in June and 3 in July"."""
    claim, ours = match.claim, _counted(check, match)
    if match.contrary or not claim.affirming or len(ours) < LIST:
        return

    def apart(other: CheckedClaim) -> list[tuple[CountedFigure, CountedFigure]] | None:
        theirs = counted_figures_of(other.text)
        if len(theirs) != len(ours):
            return None
        return [
            pair for pair in zip(theirs, ours, strict=True) if not may_be_same(pair[0].figure.counted, pair[1].figure)
        ]

    differing = apart(claim) or []
    others = check.matches_in[match.sentence.number] if len(differing) == 1 else ()
    if len(differing) == 1 and not any(apart(other.claim) == [] for other in others):  # else somebody gives just these
        one, other = differing[0]
        own, figure = one.figure, other.figure
        if one.things and other.things and {one.things[0], other.things[0]}.isdisjoint({*one.things} & {*other.things}):
            return  # porters, and beds
        fact = f"“{figure.words}” is not what the ledger has: “{own.words}” ({check.origins_of(claim)})."
        yield figure, check.finding(figure.start, figure.end, fact, NEXT_STEP, claim)


def _limits(check: DraftCheck, match: ClaimMatch) -> Iterator[tuple[DraftFigure, DraftFinding]]:
    """Numbers that count nothing and stand behind one word in both, and differ: "children under five"."""
    claim, text = match.claim, check.draft.text
    recorded = {} if match.contrary or not claim.affirming else _uncounted(claim.text, counted_figures_of(claim.text))
    for before, figure in _uncounted(text, _counted(check, match), match.sentence.start).items() if recorded else ():
        own = recorded.get(before)
        if own is not None and not may_be_same(own.counted, figure):
            fact = f"“{figure.words}” is not what the ledger has: “{own.words}” ({check.origins_of(claim)})."
            yield figure, check.finding(figure.start, figure.end, fact, NEXT_STEP, claim)


def _uncounted(text: str, counted: Iterable[CountedFigure], start: int = 0) -> dict[str, DraftFigure]:
    """The stem of the word right before a bound -> its figure, of those that count nothing."""
    found: dict[str, DraftFigure] = {}
    for one in counted:
        before = split_words(text, max(start, one.figure.start - _LONGEST_WORD), one.figure.start)
        if not one.things and before and before[-1].stem and one.figure.counted.low != one.figure.counted.high:
            found[before[-1].stem] = one.figure
    return found


_LONGEST_WORD = 30
_RECENT = r"(?:(?:last|first|next|past|most recent) )?"
_ALL_OF = re.compile(
    rf"\b(?:all|none|most|both|each)(?: of)? (?:(?:the|its|his|her|their|those|these) )?{_RECENT}$", re.IGNORECASE
)
_LONGEST_ALL_OF = 30


def _all_of(check: DraftCheck, match: ClaimMatch) -> Iterator[tuple[DraftFigure, DraftFinding]]:
    """All of how many, or most, told where a claim has some: "all of the 63" for three of the 63."""
    claim, text = match.claim, check.draft.text
    recorded = counted_figures_of(claim.text)
    if match.contrary or not claim.affirming or len(recorded) != len(set(_wholes(claim.text, recorded))) + 1:
        return
    theirs = dict(_wholes(claim.text, recorded))
    part = next((one.figure for one in recorded if one.figure not in theirs.values()), None)
    counted = _counted(check, match)
    if part is None or any(may_be_same(part.counted, one.figure) for one in counted):
        return
    for one in counted:
        before = _ALL_OF.search(text, max(match.sentence.start, one.figure.start - _LONGEST_ALL_OF), one.figure.start)
        if before is not None and one.things and one.things[0] in theirs:
            figure = replace(one.figure, start=before.start(), words=text[before.start() : one.figure.end])
            fact = f"“{figure.words}” is not how many: the ledger has “{part.words}”: {claim.text}."
            yield figure, check.finding(figure.start, figure.end, fact, NEXT_STEP, claim)


_OF_THE = re.compile(rf"\bof (?P<the>(?:the|its|their|those|these) )?{_RECENT}$", re.IGNORECASE)
_LONGEST_OF_THE = 22


def _whole(check: DraftCheck, match: ClaimMatch, every: Counts) -> Iterator[tuple[DraftFigure, DraftFinding]]:
    """How many there are of which a claim counts some, told otherwise: "three of the 36" for three of the 63."""
    claim = match.claim
    if match.contrary or not claim.affirming:
        return
    theirs = dict(_wholes(claim.text, counted_figures_of(claim.text)))
    for thing, figure in _wholes(check.draft.text, _counted(check, match)) if theirs else ():
        if thing in theirs and not any(may_be_same(one.counted, figure) for one in every[thing]):
            fact = f"“{figure.words}” is not of how many: the ledger has “{theirs[thing].words}”: {claim.text}."
            yield figure, check.finding(figure.start, figure.end, fact, NEXT_STEP, claim)


def _wholes(text: str, counted: Iterable[CountedFigure]) -> Iterator[tuple[str, DraftFigure]]:
    """What a text counts some of, with the figure that tells of how many: "three of the 63 loaders", "3 of 63"."""
    last_end = -1
    for one in counted:
        of = _OF_THE.search(text, max(0, one.figure.start - _LONGEST_OF_THE), one.figure.start)
        if one.things and of is not None and (of["the"] or of.start() == last_end + 1):
            yield one.things[0], one.figure
        last_end = one.figure.end


def _counted(check: DraftCheck, match: ClaimMatch) -> list[CountedFigure]:
    return counted_figures(check.draft.text, match.sentence.start, match.sentence.end)


def _is_of_other(check: DraftCheck, match: ClaimMatch, group: Sequence[CheckedClaim]) -> bool:
    """Whether the sentence repeats a claim on another question as well or better, and its number is that one's."""
    places = {one.start for one in match.figures}
    return any(
        any(one.start in places for one in other.figures)
        and other.agrees
        and other.claim.figure is not None
        and other.score >= match.score - 0.05
        and other.claim not in group
        for other in check.matches_in[match.sentence.number]
    )


def _recorded(check: DraftCheck, claim: CheckedClaim) -> str:
    figure = claim.figure
    assert figure is not None
    origins = check.origins_of(claim) if claim.affirming else check.deniers_of(claim)
    if not (figure.approximate or figure.vague):
        return f"“{claim.answer}” ({origins})"
    low, high = (None if end is None else f"{Decimal(end):,}" for end in (figure.low, figure.high))
    return f"“{claim.answer}” ({low} to {high or 'any number'}; {origins})"


RULE = rule(__name__, __doc__, "error", _find)
