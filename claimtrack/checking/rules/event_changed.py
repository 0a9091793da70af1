"""What happened, told as something else: "approved" for "will debate", "tripled" for "doubled".

What it flags: a sentence that says all of a claim but what happened, and another step of the same matter in its place,
or gives its count, from its source, for another step (“171 died” for treated) or of something else (“40 tables” for 40
chairs); one that tells as possible, with a “may”, what its source said for certain (a warning); one that tells as done
what the ledger has as still to come, or as called for, or as still to come what it has as done; one in which those who
did it and those to whom it was done have changed places, or another source did it; one that puts it into an event of
another kind (“in the train crash” for a collapse), or into another place (“in Ostby” for “in Holm”, unless a document
names both together); one that differs in nothing but a name: who did it, to whom, of what; and one word of its kind in
another's place: a time, a day, a date, a year, an age, “until March” (for “since March”), a unit (“feet” for “metres”,
“days” for “hours”, “$” for “€”), a side, a share (“half” for “a third”, “all” for “most”), a means (“by road” for “by
rail”), a cause of which no document tells (“because of frost” for a strike, or for “after a frost”), “one of several”
(for “the only”), a comparison turned round (“lower than in May” for higher), how a vote went (“unanimously” for by six
votes to four). Only where the draft states it, or gives it to a source of the claim.

Why it matters: a plan that is debated is not yet approved, and who was questioned was not charged.

Example: the clerk said that the council will vote on the ferry plan; the draft says that the council approved it.

What to do: Say what the source said; or record who says that it happened: `claimtrack add CLAIM -s SOURCE`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from claimtrack.checking.altered_events import AlteredEvent, is_within, names_told, own_words
from claimtrack.checking.claim_match import ClaimMatch
from claimtrack.checking.claim_words import what_is_to_come, wordings
from claimtrack.checking.contraries import NEARLY_ALL
from claimtrack.checking.differences.causes import invented_cause, other_cause
from claimtrack.checking.differences.comparisons import other_vote, turned_comparison
from claimtrack.checking.differences.measures import changed_unit
from claimtrack.checking.differences.names import other_name
from claimtrack.checking.differences.parties import are_turned_round, same_acts
from claimtrack.checking.differences.places import other_place
from claimtrack.checking.differences.substitutions import (
    one_of_several,
    other_age,
    other_relation_to_date,
    other_time,
    substituted,
)
from claimtrack.checking.draft import DraftAttribution, sources_of
from claimtrack.checking.draft_check import DraftCheck
from claimtrack.checking.words import StemmedWord, is_done, is_past, is_verb, split_words, word_keys, word_stems
from claimtrack.queries.check_data import CheckedClaim, StoredText
from claimtrack.reading.fields.event import piece_events
from claimtrack.reading.word_lists import one_of
from claimtrack.rules.rule import DraftFinding, rule

_NOT_DONE = re.compile(
    r"\b(?:will|shall|would|could|should|(?-i:may)|might|must|can|if|not|never|hop(?:e|es|ed|ing)"
    rf"|{one_of('stems_of_wishes')}\w*)\b|n't\b",
    re.IGNORECASE,
)
"""Words in a sentence that tells of it, with which it may not be told as done."""
_TO = re.compile(
    r"\bto (?!the\b|an?\b|its\b|his\b|her\b|their\b|this\b|that\b|(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""The same before the verb: "set to be paid"; what is behind it is "paid to every family"."""


_POSSIBLE = re.compile(r"\b(?:could|(?-i:may)|might|can|should|whether|if|yet to)\b", re.IGNORECASE)
"""Words of a sentence that tells of an outcome as one of several."""


_AS_RECORDED = "Tell it as the source has it."


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    found: set[tuple[int, str]] = set()
    for event in check.all_altered:
        attributions = check.says(event.sentence.attributions)
        if event.claim.restricted or not event.claim.affirming or event.sentence.hedged:
            continue
        if _POSSIBLE.search(event.sentence.text):
            continue
        if attributions and not _is_given_to(check, attributions, event.claim):
            continue
        if event.detail == "place" and _may_be_of_one(check, event, event.ours, event.theirs):
            continue
        if event.detail == "name" and _may_be_of_same(check, event, event.ours, event.theirs):
            continue
        if event.detail == "cause" and not _is_source(check, event) and _is_in_documents(check, event, event.ours):
            continue
        fact = f"“{event.ours}” is not what the ledger has: “{event.theirs}” ({check.origins_of(event.claim)})."
        step = f"{_instead(event)}, or record who says “{event.ours}”."
        found.add((event.sentence.number, event.claim.id))
        yield check.finding(event.start, event.end, fact, step, event.claim)
    for match in check.matches:
        if (match.sentence.number, match.claim.id) in found:
            continue
        if match.is_passed_on and _is_told_as_done(check, match):
            fact = f"This is told as done; the ledger has it as still to come: {match.claim.text}."
            step = "Tell it as something to come, or record who says that it has come."
            yield check.finding(match.start, match.end, fact, step, match.claim)
        elif match.is_passed_on and _is_told_as_coming(check, match):
            fact = f"This is told as still to come; the ledger has it as done: {match.claim.text}."
            step = "Tell it as done, or record who says that it is to come."
            yield check.finding(match.start, match.end, fact, step, match.claim)
        elif (modal := _gained_modal(check, match)) is not None:
            fact = f"This is told as possible, with “{modal}”; the ledger has it as certain: {match.claim.text}."
            yield check.finding(match.start, match.end, fact, _AS_RECORDED, match.claim, severity="warning")
        elif match.is_passed_on and _is_of_its_source(match):
            changed = _changed(check, match)
            if changed is not None:
                yield check.finding(match.start, match.end, *changed, match.claim)


def _is_given_to(check: DraftCheck, attributions: Sequence[DraftAttribution], claim: CheckedClaim) -> bool:
    """Whether a source of a claim is among those to whom something is given, by name, role or description."""
    if sources := sources_of(attributions):
        return not sources.isdisjoint(claim.sources)
    speakers = [one.speaker for one in attributions if one.speaker is not None]
    return bool(speakers) and all(check.speakers.describes(one.words, claim.sources) for one in speakers)


def _instead(event: AlteredEvent) -> str:
    """What to do: write the word that the ledger has, where it is of the same form as that of the draft."""
    ours, theirs = (one.lower() for one in (event.ours, event.theirs))
    alike = is_verb(ours) == is_verb(theirs) and is_past(ours) == is_past(theirs)
    return f"Write “{event.theirs}”" if alike else "Tell it as the source has it"


def _changed(check: DraftCheck, match: ClaimMatch) -> tuple[str, str] | None:
    """What of a claim is told as something else, and what to do: who did it, to whom, or one word for another."""
    text, claim = match.sentence.text, match.claim
    if all(are_turned_round(text, wording) for wording in wordings(claim)):
        return f"Who did it and to whom has changed places; the ledger has: {claim.text}.", _AS_RECORDED
    if (other := _other_agent(check, match)) is not None:
        return f"Another is said to have done it: “{other}”; the ledger has: {claim.text}.", _AS_RECORDED
    if (names := _other_name(check, match) or _name_instead(check, match)) is not None:
        fact = f"“{names[0]}” stands where the ledger has “{names[1]}”: {claim.text}."
        return fact, f"Write “{names[1]}”, or record who says “{names[0]}”."
    if (event := _other_event(check, match)) is not None:
        fact = f"“{event[0]}” is no event of the ledger's: it has “{event[1]}” ({claim.text})."
        return fact, f"Write what it was, or record who says “{event[0]}”."
    for find in _OTHERS:
        instead = [find(text, wording) for wording in wordings(claim)]
        if instead[0] is not None and None not in instead:
            ours, theirs = instead[0]
            fact = f"“{ours}” stands where the ledger has “{theirs}”: {claim.text}."
            return fact, f"Write “{theirs}”, or record who says “{ours}”."
    if (causes := _other_cause(check, match)) is not None:
        fact = f"“{causes[0]}” is another cause than the ledger has: “{causes[1]}” ({claim.text})."
        return fact, f"Write “{causes[1]}”, or record who says “{causes[0]}”."
    invented = [invented_cause(text, wording) for wording in wordings(claim)]
    if invented[0] is not None and None not in invented:
        cause, after = invented[0]
        return f"“{cause}” is told as the cause; the ledger has no more than “{after}”: {claim.text}.", _AS_RECORDED
    if (places := _other_place(check, match)) is not None:
        ours, theirs = places
        fact = f"“{ours}” is another place than the ledger has: “{theirs}” ({claim.text})."
        return fact, f"Write “{theirs}”, or record who says “{ours}”."
    return None


_OTHERS = (
    *(substituted, changed_unit, other_time, other_relation_to_date, other_age, one_of_several),
    *(turned_comparison, other_vote),
)
"""Each finds the words of a text that stand where a claim has others, and those."""


def _is_source(check: DraftCheck, event: AlteredEvent) -> bool:
    """Whether the one of two causes is a source by its name, and the other none: nobody calls both by one name."""
    return bool(check.speakers.resolve(event.ours).named) != bool(check.speakers.resolve(event.theirs).named)


def _other_cause(check: DraftCheck, match: ClaimMatch) -> tuple[str, str] | None:
    """The cause that a sentence gives for what a claim gives another cause of, and that.

    None where a document of the claim has all the words of the sentence's cause, and does not say that it was none: it
    may call the same cause so.
    """
    found = [other_cause(match.sentence.text, wording) for wording in wordings(match.claim)]
    if found[0] is None or None in found:
        return None
    text, claim = match.sentence.text, match.claim.text
    ours, theirs = text[found[0][0].start : found[0][0].end], claim[found[0][1].start : found[0][1].end]
    return None if _is_in_documents(check, match, ours) else (ours, theirs)


def _is_in_documents(check: DraftCheck, at: ClaimMatch | AlteredEvent, cause: str) -> bool:
    """Whether a document of a claim has all the words of a cause, beside what it says was none."""
    ours = word_stems(cause)
    return any(ours <= check.of_text(text, _possible_causes) for text in check.documents_of(at.claim))


def _possible_causes(stored: StoredText) -> frozenset[str]:
    """The stems of a stored text, beside what it says was no cause."""
    return word_stems(_NO_CAUSE.sub("", stored.text))


_NO_CAUSE = re.compile(
    r"\b(?:(?:not|never) (?:because of|due to|owing to|as a result of|caused by)"
    r"|no (?:trace|sign|evidence|proof|indication) of) [^,;.:!?\n]{1,120}",
    re.IGNORECASE,
)
"""What a text says was no cause."""


def _clause_round(text: str, place: int) -> str:
    """The part of a text between its commas, semicolons, colons and "and" in which a place of it is."""
    ends = [0, *(end for mark in _CLAUSE_ENDS.finditer(text) for end in mark.span()), len(text)]
    return next(text[a:b] for a, b in pairwise(ends) if place < b)


_CLAUSE_ENDS = re.compile(r"[;:,]\s|\sand\s")
_NEAR_EACH_OTHER = r"\b[^.;!?\n]{0,60}\b"
"""What is between two places of which one may be in the other: "Holm, a quarter of Ostby"."""
_MOST_MISSING = 4
"""Of how many words of a claim one may be missing where its place is told otherwise."""


def _other_place(check: DraftCheck, match: ClaimMatch) -> tuple[str, str] | None:
    """The place at which a sentence has what a claim has at another one, and that.

    None where a document of the claim, or the draft, names both places together: one may be in the other.
    """
    sentence, claim = match.sentence, match.claim
    found = [other_place(sentence.text, wording) for wording in wordings(claim)]
    if found[0] is None or None in found:
        return None
    our, their = found[0]
    rest = word_stems(_clause_round(claim.text, their.start)) - their.stems
    start, end = (sentence.start + place for place in (our.start, our.end))
    if len(rest - sentence.stems) * _MOST_MISSING > len(rest):
        return None
    if match.attributions and not any(one.covers(start, end) for one in match.attributions):
        return None  # "Speaking in Ostby, he said that they met"
    ours, theirs = sentence.text[our.start : our.end], claim.text[their.start : their.end]
    return None if _may_be_of_one(check, match, ours, theirs) else (ours, theirs)


def _may_be_of_one(check: DraftCheck, at: ClaimMatch | AlteredEvent, ours: str, theirs: str) -> bool:
    """Whether two names may be of one, or one in the other.

    They are of one source, or a document of the claim, or the draft round the sentence, names them close to each other.
    """
    if check.speakers.resolve(ours).named & check.speakers.resolve(theirs).named:
        return True
    texts = (*(one.text for one in check.documents_of(at.claim)), check.draft.near(at.sentence))
    one, other = map(re.escape, (ours, theirs))
    together = re.compile(rf"\b(?:{one}{_NEAR_EACH_OTHER}{other}|{other}{_NEAR_EACH_OTHER}{one})\b")
    return any(map(together.search, texts))


def _may_be_of_same(check: DraftCheck, at: ClaimMatch | AlteredEvent, ours: str, theirs: str) -> bool:
    """Whether two names may be of one: sources are told by the ledger, others as places are."""
    known = check.speakers
    one, other = (known.resolve(name).named for name in (ours, theirs))
    if not one or not other:
        return _may_be_of_one(check, at, ours, theirs)
    bodies = frozenset[str]().union(*map(known.bodies, one | other))
    return bool(one & other or (one | other) & bodies)


def _other_name(check: DraftCheck, match: ClaimMatch) -> tuple[str, str] | None:
    """The name of a source that stands in a sentence behind the same word as another one's in a claim, and that name.

    Neither is named in both, and neither speaks for the other.
    """
    known, sentence, claim = check.speakers, match.sentence, match.claim
    reporting = [span for one in sentence.attributions for span in one.reporting]
    words = split_words(claim.text)
    theirs = known.mentions(claim.text, words)
    ours = [one for one in sentence.mentions if not is_within(one, reporting)]
    for their in theirs:
        for our in ours:
            both = our.sources | their.sources
            bodies = frozenset[str]().union(*map(known.bodies, both))
            apart = not our.sources & their.sources and not both & bodies
            if not apart or any(one.sources & their.sources for one in sentence.mentions):
                continue
            before = _stem_before(sentence.words, our.start)
            if (
                before
                and before == _stem_before(words, their.start)
                and not any(one.sources & our.sources for one in theirs)
            ):
                return sentence.draft[our.start : our.end], claim.text[their.start : their.end]
    return None


def _name_instead(check: DraftCheck, match: ClaimMatch) -> tuple[str, str] | None:
    """The one name in which a sentence differs from a claim, and that of the claim; None where it says more or less."""
    sentence, claim = match.sentence, match.claim
    found = other_name(names_told(sentence), sentence.text, claim.text)
    if found is None:
        return None
    our, their = found
    stems = word_stems(claim.text)
    if not stems - their.stems <= sentence.stems or not own_words(sentence) - our.stems <= stems:
        return None
    ours, theirs = sentence.text[our.start : our.end], claim.text[their.start : their.end]
    return None if _may_be_of_same(check, match, ours, theirs) else (ours, theirs)


def _stem_before(inside: Sequence[StemmedWord], start: int) -> str:
    """The stem of the last telling word before a place."""
    return next((word.stem for word in reversed(inside) if word.start < start and word.stem), "")


def _other_event(check: DraftCheck, match: ClaimMatch) -> tuple[str, str] | None:
    """The noun for an event of another kind, in or after which a claim is said to be, and that of the claim's event.

    Only where neither the claim nor its documents have a noun of that kind.
    """
    nouns = piece_events()
    draft = match.sentence.draft
    in_event = _in_event()
    behind = in_event.match(draft, match.end, match.sentence.end) or in_event.search(draft, match.start, match.end)
    if behind is None or (ours := nouns.get(behind[1].lower())) is None or 0 in ours:
        return None
    claim = match.claim
    theirs = [key for part in (claim.text, claim.asked or "", *wordings(claim)) for key in word_keys(part)]
    kinds = [(nouns[key], key) for key in theirs if key in nouns]
    kinds += [(nouns[key], key) for text in check.documents_of(claim) for key in check.of_text(text, _event_nouns)]
    if not kinds or any(ours & kind or 0 in kind for kind, _ in kinds):
        return None
    return behind[1], kinds[0][1]


def _event_nouns(stored: StoredText) -> list[str]:
    """The nouns for events of a stored text and its title, each once, in their order."""
    keys = (key for part in (stored.title, stored.text) for key in word_keys(part))
    return list(dict.fromkeys(key for key in keys if key in piece_events()))


@cache
def _in_event() -> re.Pattern[str]:
    """In or after what something was."""
    return re.compile(
        r"(?<!\s)\s*+\b(?:in|after|during|following|because of) (?:the|an?) "
        r"(?:(?!(?:of|in|at|on|the|which|that|who)\b)[\w’'-]+ ){0,3}?"
        rf"({'|'.join(sorted(piece_events(), key=len, reverse=True))})\b(?! (?:of|in) (?:18|19|20)\d\d)",
        re.IGNORECASE,
    )


def _other_agent(check: DraftCheck, match: ClaimMatch) -> str | None:
    """The words for a source that is said to have done what the ledger has another source doing."""
    text, known = match.sentence.text, check.speakers
    begin = match.sentence.start
    saying = [(a - begin, b - begin) for one in match.sentence.attributions for a, b in one.reporting]
    for ours, theirs in same_acts(text, match.claim.text):
        if ours.agent & theirs.agent or ours.agent_span is None or theirs.agent_span is None:
            continue
        if any(start <= ours.agent_span[0] < end for start, end in saying):
            continue  # "who, according to the mayor, sold it"
        said = text[slice(*ours.agent_span)]
        did = known.resolve(match.claim.text[slice(*theirs.agent_span)]).sources | frozenset(match.claim.about)
        whom = known.resolve(said).sources
        bodies = frozenset[str]().union(*map(known.bodies, (whom | did) & known.sources.keys()))
        if whom and did and not whom & did and not (whom | did) & bodies:
            return said
    return None


def _is_of_its_source(match: ClaimMatch) -> bool:
    """Whether nobody is named for it, or a source of the claim is."""
    return not match.attributed_to or bool(match.attributed_to & match.claim.sources)


def _is_told_as_done(check: DraftCheck, match: ClaimMatch) -> bool:
    if not match.claim.affirming or match.sentence.hedged:
        return False
    if not _is_of_its_source(match):
        return False
    text, begin = check.draft.text, match.sentence.start
    if _NOT_DONE.search(text, begin, match.sentence.end):
        return False
    inside = match.sentence.words
    coming = what_is_to_come(match.claim.text)
    done = [
        word
        for place, word in enumerate(inside)
        if match.start <= word.start < match.end and word.stem in coming and is_done(inside, place)
    ]
    return any(_TO.search(text, begin, word.start) is None for word in done)


_COMING = re.compile(
    r"\b(?:will|shall|(?:is|are|am) (?:going|about|due|set) to)\b(?! (?:\w+ly )?have\b)", re.IGNORECASE
)
_ONCE_MORE = re.compile(r"\b(?:again|another|further|once more|other|second)\b", re.IGNORECASE)
"""Words of a sentence that tells of one more of what has been done."""


def _is_told_as_coming(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether a sentence says that what a claim has as done "will" be done, where no claim that it repeats says so."""
    text, sentence = check.draft.text, match.sentence
    if not match.claim.affirming or sentence.hedged or not _is_of_its_source(match) or _ONCE_MORE.search(sentence.text):
        return False
    coming: set[str] = set()
    for modal in _COMING.finditer(text, sentence.start, sentence.end):
        behind = (word for word in sentence.words if word.start >= modal.end() and word.stem)
        verb = next((word for word in behind if not word.key.endswith("ly")), None)
        if verb is not None and match.start <= verb.start < match.end:
            coming.add(verb.stem)
    done = [_done_stems(wording) for wording in wordings(match.claim)] if coming else []
    told = coming & frozenset.intersection(*done) if done else frozenset[str]()
    others = (one.claim for one in check.matches_in[sentence.number] if one.claim.id != match.claim.id)
    return bool(told) and not any(told & what_is_to_come(wording) for other in others for wording in wordings(other))


_GAINED = re.compile(r"\b(?:may|might|could (?=be\b|have\b))(?: have been| have| be)?\b(?! (?:not|only|well not)\b)")
_UNCERTAIN = re.compile(
    r"\b(?:may|might|could|would|should|can|if|unless|whether|perhaps|maybe|likely"
    rf"|{one_of('stems_of_plans')}\w*)\b",
    re.IGNORECASE,
)
"""Words of a claim that is not told as certain."""


def _gained_modal(check: DraftCheck, match: ClaimMatch) -> str | None:
    """The "may" with which a sentence tells what a source of a claim has as certain; None where it has none."""
    claim, sentence = match.claim, match.sentence
    given = match.attributed_to and match.attributed_to <= claim.sources
    if not given or match.contrary or sentence.hedged or claim.id in check.changed or match.score < NEARLY_ALL:
        return None
    if any(one.hedges for one in claim.affirming) or any(map(_UNCERTAIN.search, wordings(claim))):
        return None
    for modal in _GAINED.finditer(check.draft.text, match.start, match.end):
        behind = next((word.stem for word in sentence.words if word.start >= modal.end() and word.stem), "")
        if behind and all(behind in word_stems(wording) for wording in wordings(claim)):
            return modal[0].strip()
    return None


def _done_stems(text: str) -> frozenset[str]:
    """The stems of what a text has as done; none where a part of it may be still to come, or is a state."""
    if _NOT_DONE.search(text):
        return frozenset()
    inside = split_words(text)
    before = ("", *(word.key for word in inside))
    return frozenset(
        word.stem
        for place, word in enumerate(inside)
        if word.stem and before[place] not in ("is", "are", "remain", "remains") and is_done(inside, place)
    )


RULE = rule(__name__, __doc__, "error", _find)
