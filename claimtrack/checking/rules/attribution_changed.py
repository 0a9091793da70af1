"""A claim or a quotation given to another source than the ledger gives it to.

What it flags: a sentence that gives a claim to a source to whom no document gives it, nor to whom they speak for or who
passed it on; a source under another title than its own ("the mayor" for the deputy mayor, "inspector" for a chief
inspector); a claim given to somebody who denies it, or whose lawyer told that they do, or told to be denied by who says
it, or told to others than the ledger has it by way of; a claim that nobody says, and somebody doubts or would neither
confirm nor deny; and a quotation that a stored document gives to somebody else. A role, a pronoun, a body for its
spokesman, an alias are no change. The contrary of a claim, given to its source or to nobody, is a warning; so is a
title of another post than the ledger knows ("the head of the fire brigade" for the director of a hospital, "the dean of
law" for the dean of arts), a title that the ledger has of somebody else, an outlet that “said” or “found” what somebody
told it, words that the ledger has only as a person passed them on, where that person is not named, and what one person
said that is given to several (“several pilots said”).

Why it matters: who said it is half of what was said.

Example: the fire chief said that 200 families were moved; the draft says that the minister said so.

What to do: Name the source that the document names, or record that this one said it too: `claimtrack attribute CLAIM`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from claimtrack.checking.altered_events import names_told
from claimtrack.checking.claim_match import ClaimMatch
from claimtrack.checking.claim_words import gives_figure
from claimtrack.checking.contraries import NEARLY_ALL, is_contrary, says_somebody
from claimtrack.checking.differences.names import names_in
from claimtrack.checking.differences.offices import (
    is_of_something_else,
    is_other_office,
    is_other_post,
    is_title_of,
    office_of,
)
from claimtrack.checking.draft import Draft, Sentence, sources_of
from claimtrack.checking.draft_check import DISPUTED, DraftCheck
from claimtrack.checking.quotation_matching import TextPlace, fragments
from claimtrack.checking.rules.attribution_lost import nobody_says
from claimtrack.checking.speakers import PhraseMeaning, is_other_speaker
from claimtrack.checking.words import has_phrase, negations, split_words, word_keys, word_runs, word_stems
from claimtrack.domain.english import capitalized
from claimtrack.domain.text import holds_words, name_fold
from claimtrack.queries.check_data import CheckedClaim, KnownAssertion, StoredText
from claimtrack.reading.input import to_plain_text
from claimtrack.reading.reader import read
from claimtrack.reading.word_lists import one_of, words
from claimtrack.rules.rule import DraftFinding, rule

LEAST_WORDS = 3
"""How many words a quotation must have, and how many in a row tell that it is a recorded one."""
BEFORE, AFTER = 1500, 600
"""Code points of a stored text read round a quotation."""
_MOST_WORDS_BEFORE = 2
"""How many words may stand before the contrary of a claim that the draft says of itself."""
REVERSED = "The ledger has it the other way round"
TITLE_STEP = "Give the title as the ledger has it, or record what holds: 'claimtrack edit SOURCE --set role=...'."
REVERSED_STEP = "Give it as its source said it, or record that they say otherwise now."


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    titled: set[int] = set()
    for number, matches in check.matches_in.items():
        for finding in _claims(check, matches):
            if finding.next_step == TITLE_STEP:
                titled.add(number)
            yield finding
        for match in matches:
            yield from _reversed(check, match)
    for sentence in check.draft.sentences:
        yield from _titles_behind_names(check, sentence) if sentence.number not in titled else ()
    yield from _quotations(check)


def _claims(check: DraftCheck, matches: list[ClaimMatch]) -> Iterator[DraftFinding]:
    """The claims of one sentence: what any of those it may mean is given to is allowed."""
    fitting = [match for match in matches if match.agrees and match.is_passed_on and match.claim.affirming]
    fitting += [match for match in matches if nobody_says(check, match) is not None]
    for match in (one for one in fitting if not _tells_of_other(one)):
        alike = [other for other in fitting if _may_be_meant(match, other)]
        if match is not max(alike, key=lambda other: (other.score, other.claim.id)):
            continue
        allowed = frozenset[str]().union(*(other.claim.sources for other in alike))
        assertions = [assertion for other in alike for assertion in other.claim.affirming]
        same = [one for other in alike for one in _giving_the_same(check, other)]
        allowed = allowed.union(*(one.sources for one in same))
        all_said = [*assertions, *(assertion for one in same for assertion in one.affirming)]
        origins = frozenset(assertion.origin for assertion in all_said if assertion.origin is not None)
        described = check.descriptions(all_said)
        speakers = [one.speaker for one in check.says(match.attributions) if one.speaker is not None]
        speakers = [one for one in speakers if not check.speakers.may_be_called(one.words, described)]
        if not speakers or any(not is_other_speaker(check.speakers, one, allowed, origins) for one in speakers):
            yield from _titles(check, match, allowed, origins)
            yield from _several(check, match, all_said)
            yield from _carriers(check, match, allowed)
            yield from _carrier_as_source(check, match, assertions)
            yield from _carrier_left_out(check, match, assertions)
            continue
        if (nobody := nobody_says(check, match)) is not None:
            fact = f"This is given to “{speakers[0].words}”; {nobody}"
            yield check.finding(match.start, match.end, fact, "Leave it out, or record who says so.", match.claim)
            continue
        changed = check.changed.get(match.claim.id)
        change = f" {check.describe(changed)}" if changed is not None and changed.change != DISPUTED else ""
        origin, words = check.origins_of(match.claim), speakers[0].words
        fact = f"This is given to “{words}”; the ledger has it from {origin}.{change}"
        right = f"Give it to {origin}" if origins else "Say that nobody is named for it"
        step = f"{right}, or record that “{words}” said it too."
        yield check.finding(match.start, match.end, fact, step, match.claim)


def _may_be_meant(match: ClaimMatch, other: ClaimMatch) -> bool:
    """Whether words of a sentence, or who says them, may be of either claim.

    They overlap, and are mostly the same words; or who says the one is named among those of the other: "Rask, who
    according to Marsh sold it, was arrested".
    """
    if other is match:
        return True
    if other.start >= match.end or match.start >= other.end:
        return False
    if any(other.start <= start < other.end for one in match.attributions for start, _ in one.reporting):
        return True
    ours, theirs = (word_stems(one.claim.text) & one.sentence.stems for one in (match, other))
    return len(ours & theirs) * 2 > min(len(ours), len(theirs))


def _giving_the_same(check: DraftCheck, match: ClaimMatch) -> list[CheckedClaim]:
    """The other claims that answer the question of a claim with the figure that a sentence gives, as it does."""
    claim = match.claim
    if claim.question is None or not gives_figure(claim, match.figures):
        return []
    answers = (one for one in check.answers[claim.question] if one.id != claim.id)
    return [
        one
        for one in answers
        if (one.unit, one.counts) == (claim.unit, claim.counts) and gives_figure(one, match.figures)
    ]


_SEVERAL = re.compile(
    r"(?:several|many|some|numerous|various|a number of|dozens of|two|three|four|five|six|both) (?!of\b)", re.IGNORECASE
)


def _several(check: DraftCheck, match: ClaimMatch, said: Sequence[KnownAssertion]) -> Iterator[DraftFinding]:
    """One person's word that is given to several people: "several pilots said"."""
    speakers = (one.speaker for one in match.attributions if one.speaker is not None and not one.speaker.named)
    sources = (check.speakers.sources.get(one.origin or "") for one in said)
    described = [one.names[0] for one in sources if one is not None]
    described += [one.described for one in said if one.described is not None]
    speaker = next((one for one in speakers if _SEVERAL.match(one.words) or _are_several(one.words, described)), None)
    if speaker is None or len({one.origin or one.described for one in said}) != 1:
        return
    if all(_is_of_one(check, one) for one in said):
        fact = f"This is given to “{speaker.words}”; the ledger has it from {check.origins_of(match.claim)} alone."
        step = "Give it to the one who said it, or record who else did."
        yield check.finding(match.start, match.end, fact, step, match.claim, severity="warning")


def _are_several(phrase: str, described: Iterable[str]) -> bool:
    """Whether a phrase has the plural of what one person is described as: "former drivers" for "a former driver"."""
    ours = split_words(_OF.split(phrase)[0])[-1:]
    theirs = [word for text in described for word in split_words(_OF.split(text)[0])[-1:]]
    return any(word.stem == one.stem and word.key == f"{one.key}s" for word in ours for one in theirs)


_OF = re.compile(r"\s(?:of|at|from|in|who|with)\s|,")


def _is_of_one(check: DraftCheck, assertion: KnownAssertion) -> bool:
    """Whether one person said something, as far as the ledger tells."""
    source = check.speakers.sources.get(assertion.origin or "")
    described = assertion.described or (source.described if source is not None and source.name_hidden else None)
    if described is not None:
        return described.lower().startswith(("a ", "an ", "one "))
    return source is not None and source.kind in ("person", "witness")


def _titles(
    check: DraftCheck, match: ClaimMatch, allowed: frozenset[str], origins: frozenset[str]
) -> Iterator[DraftFinding]:
    """A source by a title that is not its own: "the mayor" for the deputy mayor."""
    for speaker in (one.speaker for one in match.attributions if one.speaker is not None):
        meant = speaker.sources & allowed or (origins if not speaker.sources else frozenset())
        roles = [check.speakers.office(one) for one in sorted(meant)]
        others = (is_other_office(speaker.words, *role) for role in roles if role is not None)
        if roles and None not in roles and all(others):
            title = f", {role}" if (role := check.speakers.sources[min(meant)].role) else ""
            fact = f"The title is another: “{speaker.words}” stands for {check.names_of(meant)}{title}."
            yield check.finding(match.start, match.end, fact, TITLE_STEP, match.claim)
            return
        if speaker.named and roles and None not in roles and all(_is_other_post(check, speaker, one) for one in meant):
            fact = _another_title(check, min(meant))
            yield check.finding(match.start, match.end, fact, TITLE_STEP, match.claim, severity="warning")
            return


def _another_title(check: DraftCheck, source: str) -> str:
    return f"The ledger has another title of {check.names_of([source])}: {check.speakers.sources[source].role}."


_BEHIND_NAME = re.compile(r", (?P<title>(?:the |an? |who )?[^,.;:!?()“”\n]{3,80})(?=[,.;])")


def _titles_behind_names(check: DraftCheck, sentence: Sentence) -> Iterator[DraftFinding]:
    """People with another title than their own between commas behind their name, whatever is told of them."""
    for mention in sentence.mentions:
        title = _BEHIND_NAME.match(check.draft.text, mention.end, sentence.end)
        if title is None or len(mention.sources) != 1 or not mention.name:
            continue
        cues = [span for one in sentence.attributions for span in one.cue]
        if any(start <= title.start("title") < end for start, end in cues):
            continue  # "A nurse in Holm, Ana Orr, says the surgeon was late"
        (source,) = mention.sources
        role = check.speakers.sources[source].role
        if role is None or check.speakers.sources[source].name_hidden:
            continue
        if _is_other_title(check, title["title"], source, role):
            fact = _another_title(check, source)
            yield check.finding(mention.start, title.end(), fact, TITLE_STEP, severity="warning")
            return


def _is_other_post(check: DraftCheck, speaker: PhraseMeaning, source: str) -> bool:
    """Whether what a phrase calls a source beside its name, between commas, is another post than its role."""
    known = check.speakers.sources
    inside = split_words(speaker.words)
    mentions = check.speakers.mentions(speaker.words, inside)
    named = next((one for one in mentions if source in one.sources), None)
    role = known[source].role
    if named is None or role is None or known[source].name_hidden:
        return False
    parts = (*speaker.words[: named.start].split(","), *speaker.words[named.end :].split(","))
    return any(_is_other_title(check, part.strip(), source, role) for part in parts)


def _is_other_title(check: DraftCheck, title: str, source: str, role: str) -> bool:
    """Whether a title is of another post than a role, of something else, or has another word of its kind in it."""
    known = check.speakers.sources
    bodies = [text for body in check.speakers.bodies(source) for text in (*known[body].names, known[body].role or "")]
    if is_other_post(title, role, bodies) or is_of_something_else(title, role, bodies):
        return True
    held = office_of(title)
    return not held & word_stems(role) and any(is_title_of(title, other) for other in check.speakers.roles_of(held))


def _carriers(check: DraftCheck, match: ClaimMatch, allowed: frozenset[str]) -> Iterator[DraftFinding]:
    """Words said to have been told to somebody, where the ledger has who else passed them on."""
    passed_on = [(assertion, _told_to(check, assertion)) for assertion in match.claim.affirming]
    if not passed_on or not all(carriers for _, carriers in passed_on):
        return
    if all(one.carriers and all(map(check.speakers.is_outlet, one.carriers)) for one, _ in passed_on):
        # Told to one outlet is not told to the other that has it from there, and published it.
        allowed = frozenset[str]().union(*(one.carriers for one, _ in passed_on))
    for name in (name for one in match.attributions for name in one.carriers):
        meaning = check.speakers.resolve(name)
        if name not in match.sentence.text or not (meaning.named or any(map(str.isupper, name))):
            continue
        if meaning.sources & allowed or check.speakers.shares_name(name, allowed):
            continue
        if not all(one.carriers or _cannot_be_told_to(check, one, name, meaning) for one, _ in passed_on):
            continue
        by = check.names_of(frozenset[str]().union(*(carriers for _, carriers in passed_on)))
        fact = f"This is said to have been told to “{name}”; the ledger has it by way of {by}."
        step = "Name those whom it was told to, or record that these have it too."
        yield check.finding(match.start, match.end, fact, step, match.claim)
        return


def _told_to(check: DraftCheck, assertion: KnownAssertion) -> frozenset[str]:
    """Those who passed an assertion on; where nobody did, the outlet that its document is of."""
    return assertion.carriers or frozenset(filter(check.speakers.is_outlet, assertion.sources - {assertion.origin}))


def _cannot_be_told_to(check: DraftCheck, assertion: KnownAssertion, name: str, meaning: PhraseMeaning) -> bool:
    """Whether a name is of an outlet that the stored text of an assertion's document does not have.

    What has it may have the words from that outlet, though its record does not say so.
    """
    if not meaning.sources or not all(map(check.speakers.is_outlet, meaning.sources)):
        return False
    stored = check.stored.get(assertion.document or "")
    return stored is not None and not holds_words(check.of_text(stored, _folded), name_fold(name))


def _folded(stored: StoredText) -> str:
    return name_fold(stored.text)


def _carrier_as_source(
    check: DraftCheck, match: ClaimMatch, assertions: Sequence[KnownAssertion]
) -> Iterator[DraftFinding]:
    """An outlet that is told to have said or found what it had from somebody, who is not named in the sentence."""
    speakers = match.attributed_to
    origins = frozenset(one.origin for one in assertions if one.origin is not None)
    if not speakers or any(one.own or one.origin is None for one in assertions):
        return
    known = check.speakers.sources
    if not any(one.named and one.origin and not known[one.origin].name_hidden for one in assertions):
        return  # "The Herald said", of what people close to the company told it.
    owners = origins.union(*map(check.speakers.bodies, origins & check.speakers.sources.keys()))
    if speakers & owners or not all(map(check.speakers.is_outlet, speakers)):
        return
    text = check.draft.text
    cues = {key for one in match.attributions for a, b in one.cue for key in word_keys(text[a:b])}
    number = match.sentence.number
    before = check.draft.sentences[max(0, number - 1) : number + 1]
    named = (one.sources for s in before if s.paragraph == match.sentence.paragraph for one in s.mentions)
    if not cues or not cues <= words("own_word_verbs") or owners & frozenset[str]().union(*named):
        return
    outlets, origins_named = check.names_of(speakers), check.origins_of(match.claim)
    fact = f"{capitalized(outlets)} passed this on; the ledger has it from {origins_named}."
    yield check.finding(match.start, match.end, fact, "Name the source that said it.", match.claim, severity="warning")


def _carrier_left_out(
    check: DraftCheck, match: ClaimMatch, assertions: Sequence[KnownAssertion]
) -> Iterator[DraftFinding]:
    """Somebody is told to have said what the ledger has only from a person who heard it, and who is not named."""
    speakers, known = match.attributed_to, check.speakers
    carriers = frozenset[str]().union(*(one.carriers for one in assertions))
    origins = frozenset(one.origin for one in assertions if one.origin is not None)
    if match.score < NEARLY_ALL or not speakers or not all(one.carriers for one in assertions):
        return
    if not all(known.sources[one].kind in ("person", "witness") for one in carriers):
        return
    if speakers & carriers or any(_speaks_for(check, carrier, origins) for carrier in carriers):
        return
    number = match.sentence.number
    beside = (check.draft.sentences[n] for n in check.draft.neighbours[number])
    nearby = [one for one in beside if one.paragraph == match.sentence.paragraph]
    named = frozenset[str]().union(*(mention.sources for one in nearby for mention in one.mentions))
    told = {key for one in match.attributions for a, b in one.cue for key in word_keys(check.draft.text[a:b])}
    if named & carriers or told & {"told", "tells", "tell"}:
        return
    fact = f"The ledger has this from {check.names_of(origins)} only as told by {check.names_of(carriers)}."
    yield check.finding(match.start, match.end, fact, "Say who passed it on.", match.claim, severity="warning")


def _speaks_for(check: DraftCheck, carrier: str, origins: frozenset[str]) -> bool:
    """Whether a source speaks for one of these, by what is recorded or by its role: a spokesman, a lawyer."""
    named = _FOR_OTHERS.search(check.speakers.sources[carrier].role or "")
    return named is not None or bool(check.speakers.bodies(carrier) & origins)


_FOR_OTHERS = re.compile(rf"\b{one_of('lawyers', 'spokespeople')}s?\b", re.IGNORECASE)
"""A role in which somebody speaks for others."""


def _reversed(check: DraftCheck, match: ClaimMatch) -> Iterator[DraftFinding]:
    """A claim given to somebody who denies it, or turned into its contrary and given to who said it."""
    claim, speakers = match.claim, match.attributed_to
    deniers = {
        a.origin for a in claim.assertions if a.stance == "denies" and a.counts and not a.restricted and a.origin
    }
    denying = frozenset(one for one in speakers if _denies(check, one, deniers)) - claim.sources
    if not (match.sentence.hedged or has_phrase("dispute_words", match.sentence.text)):
        denying |= _passing_on_denials(check, claim) & speakers - claim.sources
    if match.is_passed_on and denying and speakers <= denying and not _tells_of_other(match):
        fact = f"{REVERSED}: {check.names_of(denying & deniers or deniers)} denies this."
        yield check.finding(match.start, match.end, fact, REVERSED_STEP, claim)
    elif _is_denied_by_its_source(check, match, deniers):
        fact = f"The ledger has it the other way round: {check.names_of(speakers)} says this: {claim.text}."
        yield check.finding(match.start, match.end, fact, REVERSED_STEP, claim)
    elif (_is_nobodys(check, match) and is_contrary(match)) or (
        _is_given_to_its_source(check, match)
        and (is_contrary(match) or (says_somebody(match) and not _says_it_elsewhere(check, match)))
    ):
        fact = f"{REVERSED}, from {check.origins_of(claim)}: {claim.text}."
        yield check.finding(match.start, match.end, fact, REVERSED_STEP, claim, severity="warning")


def _tells_of_other(match: ClaimMatch) -> bool:
    """Whether a sentence tells of somebody else what a claim has of one whom it names."""
    told = [one.named for one in names_told(match.sentence)]
    theirs = [one.named for one in names_in(match.claim.text)]
    return bool(told and theirs) and all(one.isdisjoint(their) for one in told for their in theirs)


def _is_denied_by_its_source(check: DraftCheck, match: ClaimMatch, deniers: Set[str]) -> bool:
    """Whether somebody is said to deny nearly all of what the ledger has as theirs."""
    claim, text = match.claim, check.draft.text
    origins = frozenset(one.origin for one in claim.affirming if one.origin is not None) - deniers
    denying = [one for one in match.attributions if any(_DENYING.match(text[a:b]) for a, b in one.cue)]
    if match.score < NEARLY_ALL or negations(word_keys(claim.text)):
        return False
    return bool(sources_of(denying)) and sources_of(denying) <= origins


_DENYING = re.compile(r"(?:has |have |had )?den(?:y|ies|ied)\b", re.IGNORECASE)


def _is_nobodys(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether a sentence begins with the contrary of a claim, names nobody for it, and repeats no other claim."""
    others = (one for one in check.matches_in[match.sentence.number] if one.claim.id != match.claim.id)
    before = sum(word.start < match.start for word in match.sentence.words)
    if match.sentence.attributions or not match.claim.affirming or before > _MOST_WORDS_BEFORE:
        return False
    return not any(one.is_passed_on and one.agrees for one in others)


def _is_given_to_its_source(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether a sentence gives a claim to sources of it alone, by name, role or relation: "his wife"."""
    speakers = [one.speaker for one in match.attributions if one.speaker is not None]
    if match.attributed_to:
        return match.attributed_to <= match.claim.sources
    return bool(speakers) and all(check.speakers.describes(one.words, match.claim.sources) for one in speakers)


def _says_it_elsewhere(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether the source that a sentence names says in another claim what it says."""
    others = (one for one in check.matches_in[match.sentence.number] if one.claim.id != match.claim.id)
    return any(not one.contrary and one.agrees and one.attributed_to & one.claim.sources for one in others)


def _passing_on_denials(check: DraftCheck, claim: CheckedClaim) -> frozenset[str]:
    """The people who told that somebody denies a claim, and themselves are no outlet: their lawyers."""
    denials = (one for one in claim.assertions if one.stance == "denies" and one.counts and not one.restricted)
    return frozenset(one for denial in denials for one in denial.carriers if check.speakers.is_person(one))


def _denies(check: DraftCheck, speaker: str, deniers: Set[str]) -> bool:
    """Whether a source denies a claim, or is the body that who denies it speaks for, or speaks for that body."""
    known = check.speakers
    return speaker in deniers or any(
        speaker in known.bodies(one) or one in known.bodies(speaker) for one in deniers if one in known.sources
    )


def _quotations(check: DraftCheck) -> Iterator[DraftFinding]:
    """Quotations that a stored text gives to somebody else than the draft does."""
    windows: dict[tuple[str, int], Draft] = {}
    recorded = _recorded(check) if check.draft.reading.quotations else {}
    for start, end in check.draft.reading.quotations:
        quoted = check.draft.text[start:end]
        parts = fragments(quoted)
        ours = check.draft.speaker_of(start, end) if sum(map(len, parts)) >= LEAST_WORDS else None
        place = check.texts.find(quoted) if ours is not None else None
        stored = check.stored.get(place.document) if place is not None else None
        if ours is None or place is None or stored is None:
            continue
        window, shift = _window(stored.text, place)
        if (place.document, shift) not in windows:
            windows[place.document, shift] = Draft("", to_plain_text(window, "text"), read(window), check.speakers)
        theirs = windows[place.document, shift].speaker_of(place.start - shift, place.end - shift)
        if theirs is None or not (theirs.named or len(theirs.by_role) == 1):
            continue
        known = [one for one in theirs.sources if one in check.speakers.sources]
        runs = [recorded.get(run, frozenset()) for part in parts for run in word_runs(part, LEAST_WORDS)]
        allowed = theirs.sources.union(*map(check.speakers.bodies, known))
        allowed |= frozenset.intersection(*runs) if runs else frozenset()
        if is_other_speaker(check.speakers, ours, allowed, theirs.sources):
            hidden = stored.restricted or any(check.speakers.sources[one].name_hidden for one in known)
            shown = not hidden and check.restricted_words.claim_of(word_keys(quoted)) is None
            whose = "somebody else"
            if shown and not (theirs.is_pronoun and len(theirs.sources) > 1):
                whose = check.names_of(theirs.sources) if theirs.is_pronoun else f"“{theirs.words}”"
            fact = f"These words are given to “{ours.words}”; the stored document gives them to {whose}."
            related = (place.document,) if shown else ()
            yield check.finding(start, end, fact, "Give them to who said them.", related=related)


def _recorded(check: DraftCheck) -> dict[tuple[str, ...], frozenset[str]]:
    """Words in a row of recorded quotations -> the sources to whom they may be given."""
    sources: dict[tuple[str, ...], frozenset[str]] = {}
    for assertion in (assertion for claim in check.data.claims for assertion in claim.affirming):
        for run in word_runs(word_keys(assertion.quote or ""), LEAST_WORDS):
            sources[run] = sources.get(run, frozenset()) | assertion.sources
    return sources


def _window(text: str, place: TextPlace) -> tuple[str, int]:
    """The paragraphs round a place of a stored text, and where they begin in it."""
    begin = text.rfind("\n", 0, max(0, place.start - BEFORE)) + 1
    stop = text.find("\n", min(len(text), place.end + AFTER))
    return text[begin : len(text) if stop < 0 else stop], begin


RULE = rule(__name__, __doc__, "error", _find)
