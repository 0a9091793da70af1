"""Verbs that report: "she said", "the ministry denied that", "told AFP", saying, asked to, is expected to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claimtrack.domain.naming import is_plural
from claimtrack.reading.attribution.carried_attributions import QUOTING, find_quoted
from claimtrack.reading.attribution.clause_ends import (
    attribution_begins,
    before_verb,
    begins_verb,
    clause_end,
)
from claimtrack.reading.attribution.clauses import TokenRange, subject_before
from claimtrack.reading.attribution.complement import Complement, complement
from claimtrack.reading.attribution.hearings import hearing_before, told_in_court
from claimtrack.reading.attribution.no_reports import LOOSE, finds_a_thing, is_headline_passive, is_help, is_of_question
from claimtrack.reading.attribution.passives import asked, made, passive
from claimtrack.reading.attribution.preceding_content import (
    content_before,
    spoken_in_paragraph_after,
    spoken_in_unit_before,
)
from claimtrack.reading.attribution.subjects import (
    catenative_before,
    claim_before,
    described_noun,
    is_expletive,
    led_to,
    shared_subject,
    subject_after,
    subject_of_clause,
    tells_why,
    with_name,
    wrote_before,
)
from claimtrack.reading.attribution.unit import Unit
from claimtrack.reading.cues.verb_groups import FINITE, INFINITIVE, PARTICIPIAL, PASSIVE, VerbGroup
from claimtrack.reading.fields.figure import is_person_noun
from claimtrack.reading.proposals import DetectedAttribution, Spans
from claimtrack.reading.tokens import MARK, NAME, NUMBER, QUOTE, WORD, looks_like_past_verb
from claimtrack.reading.word_lists import words

_BESIDE = frozenset(["as", "while", "amid"])


def find_verbs(unit: Unit) -> Iterator[DetectedAttribution | None]:
    """The attribution that each verb of a unit makes, in the order of the verbs; None for one that makes none."""
    return (of_group(unit, group) for group in unit.groups)


def of_group(unit: Unit, group: VerbGroup) -> DetectedAttribution | None:
    """The attribution that one verb makes; None where it makes none."""
    if group.entry.lemma in QUOTING:
        subject = subject_before(unit.tokens, group.start)
        quoted = find_quoted(unit, group, content_before(unit, subject[0]) if subject is not None else None)
        if quoted is not None:
            return quoted
    if (hearing := hearing_before(unit, group)) is not None:
        in_court = told_in_court(unit, group, hearing)
        if in_court is not None or group.verb_form == FINITE:
            return in_court
    if group.verb_form == PASSIVE:
        return passive(unit, group)
    if group.verb_form == FINITE:
        following = unit.group_at.get(group.end)
        if following is not None and following.verb_form == FINITE and group.tense == "present" and group.start > 0:
            return None  # "Consumer advocates said": a noun
        if is_headline_passive(unit, group):
            return None  # "Patients warned of delays": by nobody who is named
        if is_of_question(unit, group):
            return None  # "Asked whether she wished to go, she said": of the question
        if unit.tag(0) == "auxiliary" and unit.is_mark(len(unit.tokens) - 1, "?"):
            return None  # "Did she regret it?"
        subject = subject_before(unit.tokens, group.start) or shared_subject(unit, group)
        right = complement(unit, group, subject)
        if subject is not None and right is None and _is_object(unit, subject[0]):
            return None  # "according to police and media reports"
        if subject is not None and (is_expletive(unit, subject) or tells_why(unit, group, subject)):
            return None
        if group.tense == "future" and group.entry.lemma in ("continue", "go", "conclude"):
            return None  # "The strike will continue “until they listen”"
        if group.tense == "future" and right is not None and right.kind == "question":
            return None  # "They will decide whether to go": nothing is said yet
        if subject is None:
            told = right is not None and right.addressee is not None and right.kind == "clause"
            return (None if told else _inverted(unit, group)) or asked(unit, group, right)
        if right is not None and right.content[0] == group.end and _is_aside(unit, group):
            return _inverted(unit, group)  # "By then, says Captain Ruiz, “it was gone”"
        named_after = right is None and _is_named_after(unit, group)
        if (named_after or _is_spoken_by(unit, group, subject)) and (inverted := _inverted(unit, group)) is not None:
            return inverted
        put = "figure" in group.entry.frames  # "which put the dead at three"
        if right is not None and right.kind == "object" and unit.norm(subject[1] - 1) == "which" and not put:
            return None  # "a report, which cited papers": nothing is said of the papers
        if right is not None and group.entry.lemma == "blame" and unit.norm(subject[0] - 1) in _RELATIVE:
            blamed = replace(right, content=(group.end, right.content[1]), cue_end=None)  # "which they blame for it"
            return _found(unit, group, subject, unit.spans(_antecedent(unit, subject[0])), blamed, "said before")
        gap = _relative_with_gap(unit, group, subject) if right is None else None
        if gap is not None:
            return _found(unit, group, subject, unit.spans(_antecedent(unit, subject[0])), gap, "said before")
        if right is None and group.entry.category in ("deny", "doubt") and (start := claim_before(unit, subject)):
            return _found(unit, group, (start + 2, subject[1]), unit.spans((start, start + 2)), None, "said before")
        stated = right is not None and unit.norm(group.end) == "that"
        told_of = right is not None and unit.norm(subject[1] - 1) == "who"  # “...,” said Ana Ruiz, who praised it
        if "q" in group.entry.frames and not stated and not told_of:
            subject = with_name(unit, subject)
            after_speech = _follows_speech(unit, subject[0])
            if right is None or after_speech or _is_tail(unit, group, right):
                more = right if right is not None and right.kind == "quote" else None
                if more is None and not after_speech:
                    more = _clause_goes_on(unit, group)
                beside = more is not None and more.kind == "clause" and unit.norm(more.content[0]) in _BESIDE
                if beside and content_before(unit, subject[0]) is not None:
                    more = None  # "Two were lost, he said, as boats joined the search": the report's own words
                alone = right is None and group.entry.category in ("say", "report", "claim", "forecast")
                left = content_before(unit, subject[0], short=more is not None or alone)
                progressive = unit.norm(group.head).endswith("ing")
                if (group.tense == "future" or progressive) and not after_speech:
                    left = None  # "The news comes as the mayor, Ana Ruiz, will testify"
                speech_only = not group.entry.frames & {"c", "h"} and not after_speech
                if (unit.norm(subject[1] - 1) == "who" or _is_clause_of(unit, subject)) and not after_speech:
                    left = None  # "It was the cook, Ana Ruiz, who answered"
                if left is not None and unit.norm(0) == "asked" and unit.span_of((0, 1))[0] == left[0][0]:
                    left = None  # "Asked if he would go, the mayor said no"
                if left is not None and not speech_only and unit.tag(subject[0]) != "preposition":
                    return _found(unit, group, subject, left, more, "said after")
        if right is not None and (
            _says_nothing(unit, group, right.content) or finds_a_thing(unit, group, subject, right)
        ):
            return None
        if right is None and (noted := _as_told(unit, group, subject) or _told_before_as(unit, group, subject)):
            return _found(unit, group, subject, noted, None, "said before")
        if right is not None:
            inner = unit.group_at.get(right.content[0]) if right.kind == "infinitive" else None
            further = complement(unit, inner) if inner is not None and group.entry.category == "refuse" else None
            if inner is not None and further is not None:
                return _found(unit, group, subject, (), replace(further, cue_end=inner.end), "said before")
            return _found(unit, group, subject, (), right, "said before")
        if "q" in group.entry.frames and (announced := spoken_in_paragraph_after(unit)):
            return _found(unit, group, subject, announced, None, "said before, next paragraph")
        closed = unit.tag(group.end) not in ("determiner", NAME, WORD, "object", NUMBER)
        if closed and "q" in group.entry.frames and (spoken := spoken_in_unit_before(unit, subject[0])):
            return _found(unit, group, subject, spoken, None, "said after speech")
        return None
    if unit.norm(group.start - 1) == "as" and any(_quotes(unit, one) for one in unit.groups if one.end < group.start):
        return None  # "quoted a witness as saying that": the witness's, whom the verb before names
    right = complement(unit, group)
    return None if right is None or _is_pronoun(unit, right.content) else _dependent(unit, group, right)


def _quotes(unit: Unit, group: VerbGroup) -> bool:
    return group.entry.lemma in QUOTING and find_quoted(unit, group, None) is not None


def _is_object(unit: Unit, at: int) -> bool:
    """Whether what begins at `at` is what a preposition goes before, and no subject."""
    return unit.tag(at - 1) == "preposition" or unit.norm(at) == "according"


_AUDIENCES = frozenset(["crowd", "rally", "conference", "nation", "parliament", "audience", "meeting", "congregation"])
_STATEMENTS = frozenset([
    "statement", "statements", "claim", "claims", "accusation", "accusations", "allegation", "allegations", "remark",
    "remarks", "comment", "comments", "report", "testimony",
])  # fmt: skip
_WITH_TOPICS = frozenset(["say", "tell", "ask", "report", "discuss", "know", "show"])
"""Sorts of verbs of which a pronoun says nothing that is reported."""


def _says_nothing(unit: Unit, group: VerbGroup, content: TokenRange) -> bool:
    """Whether what stands behind a verb is nothing that it reports: "asked about it", "addressed the crowd"."""
    lemma = group.entry.lemma
    if lemma == "address" and unit.tag(content[0]) == "determiner":
        heads = [unit.norm(at) for at in range(content[0] + 1, min(content[0] + 4, content[1]))]
        return any(head in _AUDIENCES or is_person_noun(head) for head in heads)
    if lemma in ("withdraw", "retract", "take") and not any(unit.norm(at) in _STATEMENTS for at in range(*content)):
        return True  # "withdrew its troops", "took back the keys"
    if lemma == "quote" and not any(unit.quotes(content)):
        return True  # "The reports quoted two officials"
    if group.entry.category == "refuse" and any(unit.norm(at) == "interviewed" for at in range(*content)):
        return True  # "declined to be interviewed"
    if lemma == "raise" and "alarm" in (unit.norm(content[0]), unit.norm(content[0] + 1)):
        return True
    if lemma == "respond" and any(unit.norm(at) == "who" for at in range(*content)):
        return True  # "responding to Orr, who said"
    if lemma == "teach" and unit.norm(content[0]) == "to":
        return True  # "who taught a village to fish"
    if lemma == "answer" and unit.norm(content[0]) in ("question", "questions"):
        return True
    if lemma in ("request", "seek", "want") and unit.norm(content[0]) == "anonymity":
        return True
    if lemma == "seek" and is_help(unit, content):
        return True  # "sought treatment for burns": what somebody did, and told nobody
    if not _is_pronoun(unit, (content[0], content[0] + 1)) or any(
        unit.tag(at) != "adverb" for at in range(content[0] + 1, content[1])
    ):
        return False
    return group.entry.category in _WITH_TOPICS


def _is_clause_of(unit: Unit, subject: TokenRange) -> bool:
    """Whether a subject has a verb of its own, so that it is none: "she learned it from hearing men argue"."""
    return any(unit.norm(at) in ("he", "she", "it", "they") for at in range(subject[0], subject[1] - 1))


def _is_pronoun(unit: Unit, content: TokenRange) -> bool:
    """Whether all that is reported is a pronoun: "asked about it"."""
    return content[1] - content[0] == 1 and unit.norm(content[0]) in words("object_pronouns") | {"this", "it", "that"}


def _as_told(unit: Unit, group: VerbGroup, subject: TokenRange) -> Spans | None:
    """The clause after "As the paper noted," at the beginning of a unit, and after ", but as the paper noted,"."""
    first = subject[0] - 1
    while unit.tag(first - 1) in ("conjunction", "adverb"):
        first -= 1
    joined = first < subject[0] - 1 and unit.is_mark(first - 1, ",")
    opens = unit.norm(subject[0] - 1) == "as" and (joined or all(unit.tag(k) == MARK for k in range(first)))
    commas = (k for k in range(group.end, min(group.end + 12, len(unit.tokens) - 2)) if unit.is_mark(k, ",:"))
    comma = next(commas, None) if opens and "q" in group.entry.frames else None
    content = unit.trimmed((comma + 1, clause_end(unit, comma + 1))) if comma is not None else None
    return None if content is None else unit.spans(content)


def _told_before_as(unit: Unit, group: VerbGroup, subject: TokenRange) -> Spans | None:
    """The clause before ", as the paper noted"."""
    at = subject[0] - 1
    if unit.norm(at) != "as" or "q" not in group.entry.frames or unit.tag(group.end) not in _ENDS_AS:
        return None
    denied = next((one for one in unit.groups if one.entry.category == "deny" and one.end < at), None)
    right = complement(unit, denied) if denied is not None and denied.verb_form == FINITE else None
    if right is not None and right.kind == "clause":
        told = unit.trimmed((right.content[0], min(right.content[1], at)))
        return None if told is None else unit.spans(told)  # "He denied that it was shut, as relatives have alleged"
    return content_before(unit, at)


_ENDS_AS = (MARK, "", "preposition", "subordinator")


def _relative_with_gap(unit: Unit, group: VerbGroup, subject: TokenRange) -> Complement | None:
    """The rest of a relative clause whose subject stands before who said it: "which he said was closed"."""
    at, before = group.end, subject[0] - 1
    contact = unit.tag(subject[0]) == "subject" and unit.tag(before) in (NAME, WORD)  # "towns she said were lost"
    if "c" not in group.entry.frames or not (contact or unit.norm(before) in _RELATIVE):
        return None
    past = unit.norm(before) in _RELATIVE and looks_like_past_verb(unit.tokens[at]) if at < len(unit.tokens) else False
    if unit.tag(at) not in ("auxiliary", "modal") and at not in unit.group_at and not past:
        return None
    if any(one.end == before for one in unit.groups):
        return None  # "asked who they thought was right"
    end = clause_end(unit, at)
    commas = (k for k in range(at + 1, end - 1) if unit.is_mark(k, ",") and unit.tag(k + 1) in ("auxiliary", "modal"))
    rest = unit.trimmed((at, next(commas, end)))  # "the hall, which he said was full, was shut"
    return None if rest is None else Complement(rest, "clause")


def _antecedent(unit: Unit, subject: int) -> TokenRange:
    """The noun phrase that a relative clause is of, whose subject is at `subject`; its pronoun where there is none."""
    relative = subject - (unit.norm(subject - 1) in _RELATIVE)
    end = relative - unit.is_mark(relative - 1, ",")
    start = end
    while unit.tag(start - 1) in (NAME, WORD, NUMBER) and end - start < 5:
        if start < end and looks_like_past_verb(unit.tokens[start - 1]):
            break
        start -= 1
    start -= unit.tag(start - 1) == "determiner"
    return (start, end) if start < end else (relative, relative + 1)


_RELATIVE = frozenset(["which", "that", "what", "who", "whom"])


_SAYS_NOT = frozenset(["without", "early", "soon", "premature", "unable", "impossible", "hard", "difficult"])
"""What stands before a verb that somebody does not say: "without saying who", "too early to say whether"."""


def _dependent(unit: Unit, group: VerbGroup, right: Complement) -> DetectedAttribution | None:
    """A participle or infinitive: its subject is that of the verb before it."""
    if _is_refused(unit, group) or unit.norm(group.start - 1) in _SAYS_NOT:
        return None
    if any(one.end == group.start and one.verb_form == PASSIVE and one.entry.lemma == "expect" for one in unit.groups):
        return None  # "is expected to report data"
    wrote = wrote_before(unit, group) if group.verb_form == INFINITIVE else None
    if wrote is not None and (writer := subject_before(unit.tokens, wrote)) is not None:
        return _found(unit, group, writer, (), right, "to say")  # "has written to the mayor to ask for"
    led = led_to(unit, group) if group.verb_form == INFINITIVE else None
    if led is not None:
        return _found(unit, group, led, (), right, "to say")
    if group.verb_form == INFINITIVE and right.kind in LOOSE and catenative_before(unit, group) is None:
        return None
    if group.verb_form == PARTICIPIAL and (main := _main_subject(unit, group, right)) is not None:
        of_main, end = main
        return _found(unit, group, of_main, (), replace(right, content=(right.content[0], end)), "saying")
    spoken = unit.tag(group.start - 1) == QUOTE and unit.tokens[group.start - 1].comma
    apart = unit.is_mark(group.start - 1, ",") or spoken  # “a sham,” blaming the mayor
    if group.verb_form == PARTICIPIAL and not apart and unit.norm(group.start - 1) != "by":
        doing = described_noun(unit, group)
        if doing is not None and unit.norm(doing[0] - 1) == "with" and right.kind not in LOOSE:
            return _found(unit, group, doing, (), right, "saying")  # "with Ana Ruiz saying that"
        head = unit.norm(group.start - 1)
        noun = group.entry.lemma in words("verbs_or_nouns")
        records = head in words("record_nouns") and unit.norm(group.start) == "showing"
        if doing is not None and right.kind not in LOOSE and (is_person_noun(head) or records):
            return _found(unit, group, doing, (), right, "saying")  # "a poll showing that", "voters hoping to"
        if right.kind == "clause" and noun and unit.norm(right.content[0] - 1) != "that":
            return None
        if right.kind in LOOSE:
            described = described_noun(unit, group)
            if described is None:
                return None
            first, end = right.content
            verb = before_verb(unit, first, end)
            end = end if _is_contact_clause(unit, first, verb) else verb
            alone = end == first + 1 or unit.tag(first + 1) == NAME
            if alone and unit.tag(first) == WORD and not is_plural(unit.norm(first)):
                return None  # "the credit reporting agency"
            right = replace(right, content=(first, end))
            return _found(unit, group, described, (), right, "saying")
    catenative = catenative_before(unit, group) if group.verb_form == INFINITIVE else None
    if catenative is not None and unit.norm(group.start - 1).startswith("fail"):
        return None  # "failed to declare a gift"
    subject = subject_before(unit.tokens, catenative) if catenative is not None else None
    if catenative is not None and subject is not None and catenative not in unit.group_at:
        group = replace(group, start=catenative)
    subject = subject or subject_of_clause(unit, group)
    if subject is None:
        return None
    return _found(unit, group, subject, (), right, "saying" if group.verb_form == PARTICIPIAL else "to say")


def _is_contact_clause(unit: Unit, first: int, verb: int) -> bool:
    """Whether a verb is of a relative clause without its pronoun: "the part the town played" from `first`."""
    start = verb
    while start > first and unit.tag(start - 1) in (NAME, "auxiliary", "modal", "adverb"):
        start -= 1
    if start > first and unit.tag(start - 1) == "subject":
        return unit.tag(start - 2) in (WORD, NAME) and start - 2 >= first
    if start < verb:
        return start > first and unit.tag(start - 1) == WORD and unit.tag(start) == NAME
    noun = verb
    while noun > first and unit.tag(noun - 1) in (WORD, "adverb"):
        noun -= 1
    return (
        noun - 1 > first and unit.norm(noun - 1) in ("the", "his", "her", "its", "their") and unit.tag(noun - 2) == WORD
    )


def _main_subject(unit: Unit, group: VerbGroup, right: Complement) -> tuple[TokenRange, int] | None:
    """The subject of the main clause behind a participle that opens the sentence, and where the participle's words end.

    "Conceding that it was late, she left": she, and the comma.
    """
    opens = all(unit.tag(k) in ("conjunction", "adverb", "preposition", "subordinator") for k in range(group.start))
    if not opens:
        return None
    for comma in range(right.content[0] + 1, min(right.content[1] + 1, len(unit.tokens) - 2)):
        if comma > right.content[0] + 1 and unit.is_mark(comma, ",") and unit.tag(comma + 1) in _SUBJECTS:
            verb = before_verb(unit, comma + 1, min(comma + _SUBJECT, len(unit.tokens)))
            if verb < min(comma + _SUBJECT, len(unit.tokens)):
                return (comma + 1, verb), comma
    return None


_SUBJECTS = (NAME, "determiner", "subject")
_SUBJECT = 12
"""Tokens within which the verb of a main clause stands that a participle opens."""


def _is_refused(unit: Unit, group: VerbGroup) -> bool:
    """Whether it is what somebody declined to say: one attribution, which the verb before makes."""
    return any(one.end == group.start and one.entry.category == "refuse" for one in unit.groups)


def _follows_speech(unit: Unit, at: int) -> bool:
    return unit.is_speech(at - 1) or (unit.is_mark(at - 1, ",") and unit.is_speech(at - 2))


def _clause_goes_on(unit: Unit, group: VerbGroup) -> Complement | None:
    """The rest of a clause that the attribution interrupts: "The bridge, she said, is closed"."""
    at = group.end
    if unit.tag(at) in ("preposition", "adverb", "object", NAME):
        while at < min(group.end + 12, len(unit.tokens)) and not unit.is_mark(at, ",–"):
            at += 1
    if not unit.is_mark(at, ",–") or at + 2 >= len(unit.tokens) or attribution_begins(unit, at + 1):
        return None
    rest = unit.trimmed((at + 1, clause_end(unit, at + 1)))
    return None if rest is None else Complement(rest, "clause")


def _inverted(unit: Unit, group: VerbGroup) -> DetectedAttribution | None:
    """As in "said Ana Ruiz, the mayor": the subject follows, what was said stands before."""
    if "q" not in group.entry.frames:
        return None
    subject = subject_after(unit, group)
    if subject is None or (group.entry.category in _ABOUT_SOMEBODY and unit.tag(subject[0]) == "determiner"):
        return None
    more = _speech_after(unit, subject[1]) or _verb_after(unit, subject[1])
    left = content_before(unit, group.start, short=more is not None)
    apart = group.start == 0 or unit.is_mark(group.start - 1, ",")
    if left is None and more is not None and apart and _only_joins(unit, group.start):
        left = ()  # "But, said Ana Ruiz, “it fell.”", "Said Ana Ruiz, “It fell.”"
    return None if left is None else _found(unit, group, subject, left, more, "said after, inverted")


_ABOUT_SOMEBODY = frozenset(["criticise", "praise", "accuse", "oppose", "support", "call", "discuss", "want"])
"""Sorts of verbs whose object stands behind them far more often than their subject: "denounced the plan"."""


def _only_joins(unit: Unit, end: int) -> bool:
    """Whether all before `end` only joins it to the sentence before: "But,"."""
    return all(unit.tag(at) in ("conjunction", "adverb", MARK) for at in range(end))


def _is_aside(unit: Unit, group: VerbGroup) -> bool:
    """Whether a verb and who says it stand between commas, and speech behind them."""
    after = subject_after(unit, group) if unit.is_mark(group.start - 1, ",") and "h" not in group.entry.frames else None
    return after is not None and unit.is_mark(after[1], ",") and unit.tag(after[1] + 1) == QUOTE


def _is_named_after(unit: Unit, group: VerbGroup) -> bool:
    """Whether a name stands behind a verb that a comma parts from what is before: "in May, said Ana Ruiz"."""
    named = unit.tag(group.end) == NAME and unit.norm(group.end) not in words("days_and_months")
    return named and unit.is_mark(group.start - 1, ",") and "h" not in group.entry.frames


def _is_spoken_by(unit: Unit, group: VerbGroup, subject: TokenRange) -> bool:
    """Whether a speaker stands behind a verb, and what stands before it is a clause: "It is shut, said the mayor, Bo".

    `subject` is what looks like the subject before it.
    """
    if not unit.is_mark(group.start - 1, ",") or "q" not in group.entry.frames:
        return False
    at = group.end
    while unit.tag(at) in (NAME, WORD, "determiner", "preposition", "conjunction") and at not in unit.group_at:
        at += 1
    named = unit.tag(group.end) == NAME and unit.norm(group.end) not in words("days_and_months")
    someone = named or any(is_person_noun(unit.norm(k)) or unit.norm(k) in words("roles") for k in range(group.end, at))
    ends = unit.is_mark(at, ",.") or at >= len(unit.tokens) or unit.norm(at) == "who" or unit.is_speech(at)
    if not (someone and ends and unit.tag(group.end) in (NAME, WORD, "determiner")):
        return False
    apposition = any(unit.is_mark(k, ",()—–") for k in range(*subject))
    return not apposition or _has_own_verb(unit, subject)


def _has_own_verb(unit: Unit, phrase: TokenRange) -> bool:
    """Whether a phrase with commas in it has a verb that is not of a relative clause, or begins behind a verb."""
    if unit.tag(phrase[0] - 1) in ("auxiliary", "modal"):
        return True
    relative = False
    for at in range(*phrase):
        if unit.is_mark(at, ","):
            relative = False
        relative = relative or unit.norm(at) in ("who", "whose", "which", "that", "where")
        verb = unit.tag(at) in ("auxiliary", "modal", "subject") and unit.norm(at) != "who"
        wants = unit.norm(at) == "to" and unit.tag(at + 1) == WORD
        past = at > phrase[0] and looks_like_past_verb(unit.tokens[at]) and not unit.is_mark(at - 1, ",")
        if not relative and (verb or wants or past):
            return True
    return False


def _speech_after(unit: Unit, at: int) -> Complement | None:
    if unit.is_mark(at, ",") and unit.is_speech(at + 1):
        return Complement((at + 1, at + 2), "quote")
    return Complement((at, at + 1), "quote") if unit.is_speech(at) else None


def _verb_after(unit: Unit, at: int) -> Complement | None:
    """The rest of a clause that an attribution parts from its subject: "The plan, said Ana Ruiz, would fail"."""
    if not unit.is_mark(at, ",") or not begins_verb(unit, at + 1):
        return None
    rest = unit.trimmed((at + 1, clause_end(unit, at + 1)))
    return None if rest is None else Complement(rest, "clause")


def _is_tail(unit: Unit, group: VerbGroup, right: Complement) -> bool:
    """Whether what follows the verb is more of what was said: “A,” she said, “B.”."""
    if right.kind != "quote" or not unit.is_mark(group.end, ","):
        return False
    inner = unit.tokens[right.content[0]].inner
    return inner is not None and not unit.text[inner[0]].isupper()


def _found(
    unit: Unit, group: VerbGroup, subject: TokenRange, left: Spans, right: Complement | None, rule: str
) -> DetectedAttribution | None:
    content = left if right is None else tuple(sorted({*left, unit.span_of(right.content)}))
    return made(unit, group, subject, content, rule, right)
