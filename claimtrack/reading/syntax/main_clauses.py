"""Where a clause goes on that somebody's words are part of: at a verb that no clause within them waits for."""

from __future__ import annotations

from claimtrack.reading.cues.verb_groups import FINITE, PASSIVE, VerbGroup
from claimtrack.reading.syntax.clause_ends import attribution_begins
from claimtrack.reading.syntax.clause_starts import is_clause
from claimtrack.reading.syntax.unit import Unit
from claimtrack.reading.tokens import MARK, NAME, NUMBER, WORD, TokenRange, looks_like_past_verb
from claimtrack.reading.word_lists import words


def before_main_verb(unit: Unit, at: int, end: int, clauses: int) -> int:
    """Where what is reported from `at` ends, in the subject of a clause: "his claim that it sank | was wrong".

    `clauses` is how many verbs are due in it from the start: one for a clause, none for a noun or an infinitive. `end`
    where the verb of the clause round it is not seen, or in doubt.
    """
    due = clauses
    index = at
    while index < end:
        if _opens_clause(unit, index, at):
            due += 1
        elif (stop := verb_end(unit, index)) > index:
            if stop == _IN_DOUBT:
                return end
            joined = unit.tag(index - 1) == "conjunction"
            if due == 0 and not joined and index > at:
                return _before_subject(unit, at, index)
            due -= due > 0 and not joined
            group = next((unit.group_at[k] for k in range(index, stop) if k in unit.group_at), None)
            due += group is not None and _takes_clause(unit, group)  # "that crews say boats were lost"
            index = stop
            continue
        elif index in unit.group_at and _takes_clause(unit, unit.group_at[index]):
            due += 1  # "a call to admit the plan is wrong"
        index += 1
    return end


def _before_subject(unit: Unit, at: int, verb: int) -> int:
    """Where a main clause begins whose verb is known: "to reverse its losses, | the firm has"; else at the verb."""
    while verb > at and unit.tag(verb - 1) in ("adverb", MARK):
        verb -= 1
    comma = verb - 1
    while comma > at and (unit.tag(comma) in (NAME, WORD, NUMBER, "determiner", "subject") or unit.norm(comma) == "of"):
        comma -= 1
    comma -= unit.tag(comma) == "conjunction" and unit.is_mark(comma - 1, ",")
    return comma if unit.is_mark(comma, ",") and comma > at else verb


def main_clause_begins(unit: Unit, subject: TokenRange, content: TokenRange, kind: str) -> int | None:
    """Where the main clause goes on in what follows the verb of an inner clause; None where it does not."""
    first = subject[1] - 1 if unit.norm(subject[1] - 1) in ("who", "which") else subject[0]
    first -= unit.norm(first - 1) in ("which", "whom")
    relative = unit.norm(first) in words("relative_pronouns") - {"that"}
    if unit.norm(subject[1] - 1) == "that" and subject[1] - subject[0] > 1:
        first, relative = subject[1] - 1, True  # "The audit that says the doors were shut was sent"
    if relative and not any(unit.is_mark(k, ",–—") for k in (first - 1, first - 2)):
        # "Members who praised the plan said", "those who hope to stay include"
        start = content[0] + (kind == "infinitive")
        end = before_main_verb(unit, start, content[1], int(kind in ("clause", "question")))
        if end < content[1]:
            return end
    opener = unit.back(subject[0] - 1, "adverb")
    fronted = unit.norm(opener) in words("clause_openers") and not any(
        (unit.tag(k) in ("auxiliary", "modal", "subject") and not unit.tokens[k].capital)
        or k in unit.group_at
        or looks_like_past_verb(unit.tokens[k])
        for k in range(opener)
    )
    for index in range(content[0] + 1, content[1] - 1):
        quoted = unit.tokens[index].comma
        ends = relative and (quoted or unit.is_mark(index, ",–—")) and unit.is_verb(index + 1)
        if ends and not _closes_aside(unit, content[0], index):
            return index + quoted
        if not unit.is_mark(index, ","):
            continue
        if fronted and is_clause(unit, index + 1) and not attribution_begins(unit, index + 1):
            return index
    return None


def _closes_aside(unit: Unit, at: int, comma: int) -> bool:
    """Whether a clause from `at` has a comma before this one and no verb yet: "the two, and Bo above all, must"."""
    before = (k for k in range(at + 1, comma) if unit.is_mark(k, ","))
    return next(before, None) is not None and not any(unit.is_verb(k) for k in range(at, comma))


_IN_DOUBT = 1_000_000
_NO_CLAUSE = ("preposition", MARK, "subordinator", "subject", "")


def _takes_clause(unit: Unit, group: VerbGroup) -> bool:
    """Whether a clause may stand behind a verb, with nothing that opens it: "say boats were lost"."""
    frames = group.entry.frames
    thing = "n" in frames and group.verb_form not in (FINITE, PASSIVE)  # "to claim the seat"
    return bool(frames & {"c", "b", "h"}) and not thing and unit.tag(group.end) not in _NO_CLAUSE


def _opens_clause(unit: Unit, index: int, at: int) -> bool:
    """Whether a clause within begins, whose verb is due: "who", "when", "he" of "the plan he named"."""
    norm, before = unit.norm(index), unit.tag(index - 1)
    if norm in words("relative_pronouns") or unit.tag(index) == "subordinator":
        return True
    if index == at or before in ("subordinator", "conjunction", "subject"):
        return False
    noun = before == WORD and unit.tag(index - 2) in ("determiner", WORD, NAME) and not unit.is_verb(index - 1)
    contact = noun and unit.tag(index) == "determiner"
    return unit.tag(index) == "subject" or contact  # "the changes the town was undergoing"


def verb_end(unit: Unit, index: int) -> int:
    """Where a finite verb with its helpers ends that begins at `index`; `index` where none does."""
    norm, before = unit.norm(index), unit.tag(index - 1)
    if unit.norm(index - 1) == "to" or before == "determiner" or norm in ("be", "been", "being", "having"):
        return index  # "the will of voters", "a damaged quay"
    group = unit.group_at.get(index)
    if unit.tag(index) in ("auxiliary", "modal"):
        stop = unit.past(index + 1, "auxiliary", "modal", "adverb")
        stop += stop < len(unit.tokens) and looks_like_past_verb(unit.tokens[stop])
        return stop if group is None else max(stop, group.end)
    if group is not None and group.verb_form in (FINITE, PASSIVE):
        noun = group.entry.lemma in words("verbs_or_nouns") or unit.tag(group.end) in ("auxiliary", "modal")
        return index if noun and group.tense == "present" else group.end
    if group is not None or not looks_like_past_verb(unit.tokens[index]):
        return index
    named = unit.tag(index + 1) == NAME and unit.norm(index + 1) not in words("days_and_months")
    if named or not norm.endswith("ed") or unit.tag(index + 1) in ("determiner", "object", "subject"):
        return index + 1
    if unit.tag(index + 1) == WORD:
        noun = unit.tag(index - 2) in ("determiner", "preposition", NAME, WORD) and unit.norm(index - 2) != "to"
        noun = noun and before in (NAME, WORD) and not unit.is_verb(index - 1)
        return index + noun  # "the rain delayed boats", not "for armed guards"
    return _IN_DOUBT  # "crews rescued on Monday"
