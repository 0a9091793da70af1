"""What follows a verb that reports: the words it reports, and whom they were told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimtrack.reading.cues.verb_groups import VerbGroup
from claimtrack.reading.mentions.source_kinds import is_person_noun
from claimtrack.reading.syntax.clause_ends import (
    attribution_begins,
    before_occasion,
    before_verb,
    clause_end,
    colon_after_time,
    figure_begins,
    infinitive_end,
    is_bare_figure,
    is_clause,
    is_meanwhile,
    is_relative_that,
    is_time,
    phrase_end,
    unit_end,
)
from claimtrack.reading.syntax.unit import Unit
from claimtrack.reading.tokens import MARK, NAME, NUMBER, QUOTE, WORD, TokenRange, looks_like_past_verb
from claimtrack.reading.word_lists import words

PREPOSITIONS = ("of", "for", "about", "on", "to", "with", "at", "against", "over", "in", "like", "from", "out")
_QUESTION = frozenset(["whether", "if", "how", "why", "what", "who", "when", "where", "which"])
_ADJUNCT = 16
"""Tokens within which "that", a colon or a quotation may stand after "said in an interview on Monday"."""


@dataclass(frozen=True, slots=True)
class Complement:
    """What a verb reports. `kind` is quote, clause, question, phrase, infinitive, label or object."""

    content: TokenRange
    kind: str
    addressee: TokenRange | None = None
    cue_end: int | None = None
    """Where the cue ends, if its words go beyond the verb ("called for")."""


def complement(unit: Unit, group: VerbGroup, subject: TokenRange | None = None) -> Complement | None:
    """What follows the verb group, or None where nothing that it could report does.

    Where the verb stands in a clause inside another, as `subject` tells ("Ana, who said so,", "While she said so,"),
    it ends where the main clause is taken up.
    """
    found = _with_speech(unit, group, _complement(unit, group))
    if found is not None and found.kind in ("object", "phrase", "label") and "figure" not in group.entry.frames:
        found = replace(found, content=(found.content[0], before_occasion(unit, *found.content)))
    if found is None or subject is None:
        return found
    end = _main_clause(unit, subject, found)
    return found if end is None else replace(found, content=(found.content[0], end))


def _with_speech(unit: Unit, group: VerbGroup, found: Complement | None) -> Complement | None:
    """What a verb of speech reports, with the speech that a colon behind it announces: "named a reason: “It fell.”"."""
    if found is None or found.kind in ("quote", "label") or "q" not in group.entry.frames:
        return found
    for index in range(found.content[1], len(unit.tokens) - 1):
        if unit.is_mark(index, ":"):
            if not unit.is_speech(index + 1):
                return found
            return replace(found, content=(found.content[0], unit_end(unit)))
        if index in unit.group_at or unit.is_mark(index, ";.!?") or unit.tag(index) == QUOTE:
            return found
    return found


def _main_clause(unit: Unit, subject: TokenRange, found: Complement) -> int | None:
    """Where the main clause goes on in what follows the verb of an inner clause; None where it does not."""
    content = found.content
    relative = unit.norm(subject[1] - 1) in ("who", "which") or unit.norm(subject[0]) == "whose"
    if relative and found.kind in ("object", "phrase", "label", "infinitive") and not unit.is_mark(subject[1] - 2, ","):
        # "Members who praised the plan said", "those who hope to stay include"
        end = before_verb(unit, content[0] + 2 * (found.kind == "infinitive"), content[1])
        inner = any(unit.tag(k) in ("subordinator", "subject", MARK) for k in range(content[0] + 1, end))
        if end < content[1] and not inner:
            return end - (unit.tag(end - 1) == "conjunction")
    opener = subject[0] - 1
    while unit.tag(opener) == "adverb":
        opener -= 1
    fronted = unit.norm(opener) in _FRONTED and not any(
        (unit.tag(k) in ("auxiliary", "modal", "subject") and not unit.tokens[k].capital)
        or k in unit.group_at
        or looks_like_past_verb(unit.tokens[k])
        for k in range(opener)
    )
    for index in range(content[0] + 1, content[1] - 1):
        after = unit.tokens[index + 1]
        verb = after.tag in ("auxiliary", "modal") or index + 1 in unit.group_at or looks_like_past_verb(after)
        if relative and verb and unit.tokens[index].comma:
            return index + 1
        if not unit.is_mark(index, ","):
            continue
        if relative and verb:
            return index
        if fronted and is_clause(unit, index + 1) and not attribution_begins(unit, index + 1):
            return index
    return None


_FRONTED = frozenset(
    ["while", "although", "though", "if", "when", "as", "because", "since", "after", "before", "until"]
)
"""Words of a clause that stands before its main clause."""


def _complement(unit: Unit, group: VerbGroup) -> Complement | None:
    if group.entry.lemma == "plead" and group.entry.particle:
        return _plea(unit, group)
    at = _after_citing(unit, group.end)
    while (unit.tag(at) == "adverb" and not figure_begins(unit, at)) or _is_only(unit, at):
        at += 1
    frames = group.entry.frames
    topic = unit.paragraph == 0 and unit.first and group.entry.lemma in words("verbs_or_nouns")
    if unit.is_mark(at, ":") and topic and group.tense == "present":
        return None  # a headline's topic: "Ferry talks: no deal yet"
    if unit.is_mark(at, ":"):
        return _of(unit, (at + 1, unit_end(unit)), "quote") if at + 1 < len(unit.tokens) else None
    if unit.is_mark(at, ",") and unit.tag(at + 1) == QUOTE and unit.is_speech(at + 1):
        return _speech(unit, at + 1)
    if unit.is_mark(at, ",") and unit.norm(at + 1) == "that" and "c" in frames and is_clause(unit, at + 2):
        return _of(unit, (at + 2, clause_end(unit, at + 2)), "clause")  # "He added, that"
    if "q" in frames and (colon := colon_after_time(unit, at)) is not None:
        return _of(unit, (colon + 1, unit_end(unit)), "quote")
    if (later := _after_parenthesis(unit, at)) is not None:
        at = later
    if "h" in frames and (found := _told(unit, at, frames)) is not None:
        return found
    return _plain(unit, group, at)


def _plea(unit: Unit, group: VerbGroup) -> Complement | None:
    """What somebody pleads guilty or not guilty to; "guilty" where that is not said: "pleaded not guilty on Monday"."""
    for index in range(group.end, min(group.end + _ADJUNCT, len(unit.tokens) - 1)):
        if unit.norm(index) == "to":
            return _of(unit, (index + 1, phrase_end(unit, index + 1)), "phrase", cue_end=index + 1)
        if unit.tag(index) in (MARK, "subordinator", "conjunction"):
            break
    return Complement((group.end - 1, group.end), "phrase", cue_end=group.end - 1)


def _is_only(unit: Unit, at: int) -> bool:
    """Whether "only" or "just" at `at` tells how little was said, and is no part of it: "said only that she was"."""
    return unit.norm(at) in ("only", "just") and unit.norm(at + 1) == "that"


def _after_parenthesis(unit: Unit, at: int) -> int | None:
    """Where a clause begins after words between commas: "testified, for example, that"; None where none does."""
    if not unit.is_mark(at, ","):
        return None
    close = next((k for k in range(at + 2, min(at + _ADJUNCT, len(unit.tokens) - 1)) if unit.is_mark(k, ",")), None)
    if close is None or unit.norm(close + 1) not in ("that", "whether", "why", "how"):
        return None
    return close + 1


def complement_of_saying(unit: Unit, at: int) -> TokenRange | None:
    """What follows "as saying" at `at`: speech, or a clause; None where neither does."""
    at += unit.is_mark(at, ",:")
    if unit.norm(at) == "that":
        return unit.trimmed((at + 1, clause_end(unit, at + 1))) if at + 1 < len(unit.tokens) else None
    if unit.tag(at) == QUOTE or is_clause(unit, at):
        return unit.trimmed((at, clause_end(unit, at)))
    return None


CITING_WORDS = frozenset(["citing", "quoting"])
"""Participles of one who passes on what another said."""


def _after_citing(unit: Unit, at: int) -> int:
    """Where the words go on after ", citing officials," at `at`; `at` itself where they do not."""
    if not unit.is_mark(at, ",") or unit.norm(at + 1) not in CITING_WORDS:
        return at
    for index in range(at + 2, min(at + _ADJUNCT, len(unit.tokens))):
        if unit.is_mark(index, ",") or unit.norm(index) == "that":
            return index + unit.is_mark(index, ",")
    return at


def _of(
    unit: Unit, content: TokenRange, kind: str, addressee: TokenRange | None = None, cue_end: int | None = None
) -> Complement | None:
    trimmed = unit.trimmed(content)
    return None if trimmed is None else Complement(trimmed, kind, addressee, cue_end)


def _speech(unit: Unit, at: int) -> Complement | None:
    """Speech in quote marks that begins at `at`: with what goes on after it up to the next clause."""
    return _of(unit, (at, clause_end(unit, at + 1) if not _ends_speech(unit, at) else at + 1), "quote")


def _ends_speech(unit: Unit, at: int) -> bool:
    inner = unit.tokens[at].inner
    return inner is not None and unit.text[inner[1] - 1 : inner[1]] in (".", ",", "!", "?", "…")


def _plain(unit: Unit, group: VerbGroup, at: int) -> Complement | None:
    frames = group.entry.frames
    norm, tag = unit.norm(at), unit.tag(at)
    if tag == QUOTE:
        if unit.is_speech(at) and "q" in frames:
            return _speech(unit, at)
        if "l" in frames or "n" in frames or "c" in frames or "q" in frames:
            return _of(unit, (at, at + 1 if unit.tokens[at].comma else phrase_end(unit, at)), "object")
        return None
    if norm == "that" and unit.tag(at + 1) == "preposition" and is_time(unit, at + 2) and _no_clause(unit, at + 2):
        return None  # "proposed just that in 2013"
    if norm == "that" and "n" in frames and _is_all_of_it(unit, at + 1):
        # "denies that.", "disputed that figure."
        return Complement((at, at + 1 + (unit.tag(at + 1) == WORD)), "object")
    if norm == "that" and ("c" in frames or "b" in frames):
        return _of(unit, (at + 1, clause_end(unit, at + 1)), "clause")
    if norm in _QUESTION and "w" in frames:
        return _of(unit, (at, clause_end(unit, at + 1)), "question")
    if group.entry.category == "show" and (shown := _shown_to(unit, at)) is not None:
        return _of(unit, (shown, clause_end(unit, shown)), "clause", (at, shown - 1))
    if norm == "to" and "t" in frames and unit.tag(at + 1) in (WORD, "auxiliary", "adverb", NAME):
        return _of(unit, (at, infinitive_end(unit, at + 1)), "infinitive")
    if norm == "as" and "as" in frames:
        return _of(unit, (at + 1, phrase_end(unit, at + 1)), "label")
    if "c" in frames and figure_begins(unit, at) and is_clause(unit, at + 1):
        return _of(unit, (at, clause_end(unit, at + 1)), "clause")
    if "c" in frames and is_bare_figure(unit, at, unit_end(unit)):
        return _of(unit, (at, clause_end(unit, at)), "figure")
    noun = group.entry.lemma in words("verbs_or_nouns")
    far = _after_adjunct(unit, at, frames - {"w"} if noun else frames)
    if far is not None:
        return far
    if norm in PREPOSITIONS and norm in frames:
        return _of(unit, (at + 1, phrase_end(unit, at + 1)), "phrase", cue_end=at + 1)
    if "l" in frames and "c" not in frames and norm in ("that", "what") and at + 2 < len(unit.tokens):
        return Complement((at, phrase_end(unit, at + 1)), "label")  # "called that report “a lie”"
    if norm == "having" and group.entry.category in ("deny", "admit") and "c" in frames and at + 2 < len(unit.tokens):
        stop = infinitive_end(unit, at + 1)
        joined = (k for k in range(at, stop - 1) if unit.norm(k) == "and" and k + 1 in unit.group_at)
        return _of(unit, (at, next(joined, stop)), "clause")  # "denied having seen it"
    if "as" in frames and norm in ("that", "this") and unit.norm(at + 1) == "as" and at + 2 < len(unit.tokens):
        return _of(unit, (at, phrase_end(unit, at + 2)), "label")  # "dismissed that as “a rumour”"
    if group.entry.lemma in _REPORTING_ONLY and norm in _CONDITIONS and _main_clause_follows(unit, at):
        return _of(unit, (at, clause_end(unit, at)), "clause")  # "said because it was late, the boats would wait"
    if tag in (MARK, "preposition", "conjunction", "modal", "subordinator", ""):
        return None
    if tag == "auxiliary" and norm != "having":
        return None
    if "o" in frames and (found := _object_to(unit, at)) is not None:
        return found
    timed = norm in words("days_and_months") and unit.tag(at + 1) in ("preposition", MARK)  # "said Tuesday in Ista"
    if frames & {"c"} and not timed and is_clause(unit, at):
        clause = (at, clause_end(unit, at))
        heard = "h" in frames and not is_clause(unit, *clause)  # "had warned the town, Ana Ruiz said"
        return None if heard else _of(unit, clause, "clause")
    if "l" in frames or ("as" in frames and _has_as(unit, at)):
        if group.entry.lemma == "call" and tag == "determiner" and phrase_end(unit, at) <= at + 2:
            return None  # "called her aunt"
        return _of(unit, (at, _object_end(unit, group, at)), "label")
    if group.entry.category == "accuse" and (end := _accused_of(unit, at, group.entry.frames)) is not None:
        return _of(unit, (at, end), "object")
    dated = norm in _TIMELY and unit.norm(at + 1) in words("duration_units") | words("days_and_months")
    dated = dated or norm in words("days_and_months")
    only_clauses = group.entry.lemma in _REPORTING_ONLY and not _is_named_alone(unit, at)
    if only_clauses and not dated and clause_end(unit, at) - at >= _FEWEST:
        return _of(unit, (at, clause_end(unit, at)), "clause")  # "says more candidates keep their distance"
    reported = not dated and (
        _put_at(unit, at, "as" if group.entry.lemma == "give" else "at") if "figure" in frames else "n" in frames
    )
    return _of(unit, (at, _object_end(unit, group, at)), "object") if reported else None


def _shown_to(unit: Unit, at: int) -> int | None:
    """Where the clause begins that somebody shows others at `at`: "showed the reporters that"; None without one."""
    at += unit.tag(at) == "determiner"
    shown = unit.norm(at + 1) == "that" and (unit.tag(at) == "object" or is_person_noun(unit.norm(at)))
    return at + 2 if shown and is_clause(unit, at + 2) else None


def _main_clause_follows(unit: Unit, at: int) -> bool:
    """Whether a clause that begins at `at` is followed, behind its comma, by the one that it belongs to."""
    comma = next((k for k in range(at + 2, min(at + _ADJUNCT, len(unit.tokens) - 1)) if unit.is_mark(k, ",")), None)
    return comma is not None and (unit.is_speech(comma + 1) or is_clause(unit, comma + 1))


def _is_all_of_it(unit: Unit, at: int) -> bool:
    """Whether a sentence ends at `at`, or behind the one noun there for what was said before."""
    at += unit.norm(at) in _NUMBERS | {"account", "version", "claim", "allegation", "accusation", "suggestion"}
    adds = unit.is_mark(at, ",") and unit.norm(at + 1).endswith("ing")  # "disputes that, saying"
    return adds or unit.is_mark(at, ".;!?") or at >= len(unit.tokens)


def _is_named_alone(unit: Unit, at: int) -> bool:
    """Whether somebody is named at `at` and no more said of them: "said the mayor, Ana Ruiz"."""
    while unit.tag(at) in (NAME, "determiner") or unit.norm(at) in words("roles"):
        at += 1
    return unit.tag(at) in (MARK, "")


def _no_clause(unit: Unit, at: int) -> bool:
    """Whether no clause follows a time at `at`: "in 2013.", "in 2013 after he had left"."""
    at += 1
    while unit.tag(at) in (NUMBER, NAME):
        at += 1
    return unit.tag(at) in (MARK, "", "subordinator") and not unit.is_mark(at, ",")


def _object_end(unit: Unit, group: VerbGroup, at: int) -> int:
    """Where what stands behind a verb ends: "found them level statewide, but ahead in Ista" is all shown."""
    if group.entry.category == "call" and (wanted := _object_to(unit, at)) is not None:
        return wanted.content[1]  # "called for the plan to be shelved until it was costed"
    if group.entry.category != "show":
        end = phrase_end(unit, at)
        called = group.entry.category == "label" and group.entry.lemma != "find"
        quote = next((k for k in unit.quotes((at, end - 1)) if unit.norm(k + 1) in _CIRCUMSTANCES), None)
        return end if quote is None or not called or quote == at else quote + 1
    end = clause_end(unit, at)
    return next((index for index in range(at + 1, end) if unit.is_mark(index, ":")), end)


_CIRCUMSTANCES = ("in", "on", "at", "during", "after", "when", "following", "last", "this")
"""Words behind a label in quote marks that tell when it was given: called her “a clown” in an interview."""
_CONDITIONS = frozenset(
    ["because", "if", "unless", "although", "though", "once", "even", "since", "after", "before", "until", "while"]
)
"""Words of a clause that may stand before the one that is reported."""
_REPORTING_ONLY = frozenset(["say", "argue", "insist", "contend", "complain", "hope", "think", "believe"])
"""Verbs that go before a clause, never before a thing."""
_FEWEST = 4
"""Tokens of what is said at least, where no verb of it is known."""
_TIMELY = frozenset(["last", "this", "next", "every", "earlier", "late"])
"""What a time begins with, which is never what a verb reports: "a leak disclosed last year"."""


def _accused_of(unit: Unit, at: int, frames: frozenset[str]) -> int | None:
    """Where an accusation ends that has an apposition before "of" or "for": "the owner, Blue Lines, of hiding it"."""
    links = frames & {"for", "over"} or {"of"}
    commas = 0
    for index in range(at + 1, min(at + 16, len(unit.tokens))):
        if unit.norm(index) in links and unit.is_mark(index - 1, ",") and commas == 2 and index + 1 < len(unit.tokens):
            return phrase_end(unit, index + 1)
        commas += unit.is_mark(index, ",")
    return None


_NUMBERS = frozenset(["number", "numbers", "toll", "figure", "total", "count", "tally"])


def _put_at(unit: Unit, at: int, link: str) -> bool:
    """Whether somebody puts a number "at" a figure, or gives it "as" one (`link`)."""
    number = link == "at"
    for index in range(at, min(at + 14, len(unit.tokens) - 1)):
        number = number or unit.norm(index) in _NUMBERS
        if unit.norm(index) == link and index > at:
            if not number:
                return False
            bound = index + 1 + 2 * (unit.norm(index + 1) in ("closer", "nearer") and unit.norm(index + 2) == "to")
            sum_ = any(char.isdigit() for char in unit.norm(bound))  # "at N14bn"
            return (
                sum_
                or unit.tag(bound) == "number"
                or any(
                    unit.norm(k) in words("number_words") or unit.norm(k) in words("approximators")
                    for k in (bound, bound + 1)
                )
            )
        if unit.tag(index) == MARK:
            return False
    return False


def _after_adjunct(unit: Unit, at: int, frames: frozenset[str]) -> Complement | None:
    """After "in an interview with the Courier on Monday": "that", a colon or speech."""
    first = unit.tag(at)
    dated = unit.norm(at) in ("last", "this", "earlier", "late", "early") and any(
        unit.norm(index) in words("days_and_months") for index in (at + 1, at + 2)
    )
    event = unit.norm(at) in ("after", "before", "since") and unit.tag(at + 1) == "determiner"  # "after a meal that"
    if not (first == "preposition" or dated or event or unit.norm(at) in words("days_and_months")):
        return None
    for index in range(at + 1, min(at + _ADJUNCT, len(unit.tokens))):
        norm = unit.norm(index)
        if norm == "that" and frames & {"c", "b"} and unit.tag(index - 1) != MARK and not is_relative_that(unit, index):
            return _of(unit, (index + 1, clause_end(unit, index + 1)), "clause")
        if norm in ("whether", "why", "how") and "w" in frames and unit.tag(index - 1) != MARK:
            return _of(unit, (index, clause_end(unit, index + 1)), "question")
        if norm == "to" and "t" in frames and unit.tag(index + 1) == WORD and unit.tag(index + 2) in _AFTER_VERB:
            return _of(unit, (index, infinitive_end(unit, index + 1)), "infinitive")  # "declined for years to name"
        if unit.is_mark(index, ":"):
            return _of(unit, (index + 1, unit_end(unit)), "quote")
        if unit.is_speech(index) and "q" in frames:
            return _speech(unit, index)
        dated = unit.norm(index - 1) in words("days_and_months") and unit.tag(index) in ("determiner", NAME)
        if dated and "c" in frames and is_clause(unit, index):
            return _of(unit, (index, clause_end(unit, index)), "clause")  # "said on Monday its drug had failed"
        if unit.tag(index) == "subject" and unit.norm(index) != "who" and "c" in frames:
            return _of(unit, (index, clause_end(unit, index)), "clause")
        if unit.is_mark(index, ";!?—") or (unit.is_mark(index, ",") and not unit.is_speech(index + 1)):
            return None
    if unit.norm(at) in words("days_and_months") and "c" in frames and is_clause(unit, at + 1):
        return _of(unit, (at + 1, clause_end(unit, at + 1)), "clause")
    return None


_AFTER_VERB = ("determiner", "object", "preposition", NAME, WORD, "subordinator", "adverb", QUOTE)
"""What may follow a verb behind "to", which tells it from a noun."""


_NO_HEARERS = (MARK, QUOTE, "", "preposition", "subordinator", "conjunction", "auxiliary", "modal")
"""Tags of tokens with which nobody's name or description begins."""


def _told(unit: Unit, at: int, frames: frozenset[str]) -> Complement | None:
    """A hearer, then what they heard: "told AFP that", "told the crowd", "told reporters on Monday: “..."."""
    counted = figure_begins(unit, at)  # "told about 40 people that"
    if not counted and unit.tag(at) in _NO_HEARERS:
        return None
    addressee: TokenRange | None = None
    for index in range(at + 1, min(at + _ADJUNCT, len(unit.tokens) + 1)):
        if unit.tag(index) == "conjunction" and index + 1 in unit.group_at:
            return None
        norm, tag = unit.norm(index), unit.tag(index)
        if addressee is None and (tag in ("preposition", "subordinator", "", MARK, QUOTE) or norm == "to"):
            addressee = (at, index)
        if norm == "that" and tag == "subordinator":
            return _of(unit, (index + 1, clause_end(unit, index + 1)), "clause", addressee)
        if norm in _QUESTION and tag == "subordinator":
            if "w" not in frames:
                return None
            return _of(unit, (index, clause_end(unit, index + 1)), "question", addressee)
        if norm == "to" and unit.tag(index + 1) == WORD:
            wanted = (
                next((k for k in range(at + 1, index - 1) if unit.norm(k) == "for"), None) if "for" in frames else None
            )
            if wanted is not None and unit.tag(wanted + 1) in (NUMBER, "determiner"):
                return _of(unit, (wanted + 1, infinitive_end(unit, index + 1)), "phrase", (at, wanted))
            negated = unit.norm(index - 1) == "not"
            addressee = (at, index - negated) if index - negated > at else None
            return _of(unit, (index - negated, infinitive_end(unit, index + 1)), "infinitive", addressee)
        if unit.is_speech(index):
            speech = _speech(unit, index)
            return speech and Complement(speech.content, "quote", addressee)
        if unit.is_mark(index, ":"):
            return _of(unit, (index + 1, unit_end(unit)), "quote", addressee)
        if (later := _after_parenthesis(unit, index)) is not None:
            start = later + (unit.norm(later) == "that")
            return _of(unit, (start, clause_end(unit, later + 1)), "clause", addressee)
        if unit.is_mark(index, ";!?—") or (unit.is_mark(index, ",") and not unit.is_speech(index + 1)):
            break
        if tag == NUMBER and unit.norm(index - 1) in words("station_names"):
            continue
        through = unit.tag(index - 1) == "preposition"  # "told the court through an interpreter that it was"
        named = tag == NAME and unit.tag(index - 1) == WORD and _is_subject(unit, index)  # "told the jury Bo left"
        counts = norm in words("number_words")  # "told reporters two boats were lost"
        if (named or counts or tag in ("subject", "determiner", NUMBER)) and not through and is_clause(unit, index):
            return _of(unit, (index, clause_end(unit, index)), "clause", (at, index))
    return None


def _is_subject(unit: Unit, at: int) -> bool:
    """Whether a name at `at` begins a clause; not that of who was told: "told the agency CW that"."""
    while unit.tag(at) == NAME:
        at += 1
    begins = unit.tag(at) in ("determiner", "subject", NUMBER)  # "told the agency CW the road was shut"
    closed = unit.tag(at) in ("subordinator", "preposition", QUOTE, "") or unit.is_mark(at, ",:;")
    return not closed and not begins


def _object_to(unit: Unit, at: int) -> Complement | None:
    """Somebody, then "to" and a verb: "all sides to refrain from violence"."""
    for index in range(at + 1, min(at + 12, len(unit.tokens))):
        if unit.norm(index) == "to" and unit.tag(index + 1) in (WORD, "auxiliary", "adverb"):
            return _of(unit, (at, infinitive_end(unit, index + 1)), "infinitive")
        if unit.tag(index) in (MARK, QUOTE, "auxiliary", "modal", "subordinator"):
            return None
        if unit.tag(index) == "conjunction" and index + 1 in unit.group_at:
            return None
    return None


def _has_as(unit: Unit, at: int) -> bool:
    for index in range(at + 1, min(at + 14, len(unit.tokens))):
        if unit.norm(index) == "as":
            return not is_meanwhile(unit, index)
        if unit.tag(index) == MARK and not unit.is_mark(index, ".'’"):
            return False
    return False
