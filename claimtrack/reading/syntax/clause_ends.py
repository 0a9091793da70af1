"""Where a clause or a noun phrase begins and ends, in tokens of a unit."""

from __future__ import annotations

from claimtrack.reading.cues.lexicon import STATING
from claimtrack.reading.cues.verb_groups import FINITE, PARTICIPIAL, PASSIVE, VerbGroup
from claimtrack.reading.syntax.preceding_subject import MAX_TOKENS
from claimtrack.reading.syntax.unit import Unit
from claimtrack.reading.tokens import MARK, NAME, NUMBER, QUOTE, WORD, looks_like_past_verb
from claimtrack.reading.word_lists import words


def is_clause(unit: Unit, at: int, limit: int | None = None) -> bool:
    """Whether a clause with a verb of its own begins at `at` (and before `limit`): a subject, and soon a verb."""
    tag = unit.tag(at)
    if tag in (MARK, "preposition", "modal", "conjunction", "") or (tag == "auxiliary" and unit.norm(at) != "having"):
        return False
    if tag == "subject":
        return True
    last = min(at + 22, len(unit.tokens) if limit is None else limit)
    close = at
    for index in range(at, last):
        token = unit.tokens[index]
        if index < close:
            continue
        if unit.is_mark(index, ",") and unit.norm(index + 1) in _ASIDE:
            # "the scandal, while troublesome, was over"
            close = next((k + 1 for k in range(index + 2, last) if unit.is_mark(k, ",")), index)
            if close > index:
                continue
        if token.tag == QUOTE and index > at:
            return True
        if token.tag == "conjunction" and (index + 1 in unit.group_at or unit.tag(index + 1) == "auxiliary"):
            return False  # "maintains a daily service and has bought two boats"
        if token.tag in ("auxiliary", "modal") and index > at:
            return True
        if token.tag == MARK and token.norm in ";:!?—":
            return False
        if token.norm == "to":
            continue
        if index in unit.group_at and index > at and unit.group_at[index].verb_form == FINITE:
            return True
        if index > at and token.tag == WORD and _verbal(unit, index):
            return True
        if token.tag == "subordinator" and token.norm not in ("that", "which", "as", "than"):
            return False
    return False


_ASIDE = frozenset(["while", "although", "though", "if", "when"])
"""Words of a clause that may stand between a subject and its verb, between commas."""
_AFTER_PAST_FORM = ("determiner", "preposition", "object", "adverb", NAME, NUMBER, MARK, "subordinator", "")


def _verbal(unit: Unit, at: int) -> bool:
    """Whether a word of no list looks like a finite verb, from its ending and what is round it."""
    first = at - 1
    while first > 0 and unit.tag(first) == "adverb":
        first -= 1
    norm, before, after = unit.norm(at), unit.tokens[first], unit.tag(at + 1)
    if before.tag in ("determiner", "preposition") or before.norm.endswith("'s"):
        return False
    if norm in words("past_forms"):
        return True
    if norm.endswith("ed") and len(norm) > 4:
        return unit.norm(at + 1) in ("out", "off", "away", "back") or (
            after in _AFTER_PAST_FORM or unit.norm(at + 1) in words("number_words")
        )
    if norm.endswith("s") and not norm.endswith(("ss", "us", "is")):
        return after in ("determiner", "object", "subordinator") or (
            after in ("preposition", NAME, NUMBER) and before.tag in (NAME, "subject")
        )
    return before.tag == "subject"


def clause_end(unit: Unit, at: int) -> int:
    """The token before which a clause that begins at `at` ends: at the unit's end or before another attribution."""
    end = unit_end(unit)
    first = at + 1
    while unit.tag(first - 1) == NAME and (unit.tag(first) == NAME or unit.is_mark(first, ",")):
        if unit.is_mark(first, ",") and unit.tag(first + 1) != NAME:
            break
        first += 1 + unit.is_mark(first, ",")  # "Ista, Kesra and Orsa said": names of a list, and no clause yet
    aside = first
    for index in range(first, min(end, at + MAX_TOKENS * 2)):
        aside = _aside_end(unit, index) or aside
        if index < aside:
            continue
        if unit.is_mark(index, ";") or (unit.is_mark(index, ",—–") and attribution_begins(unit, index + 1)):
            return index
        if unit.tokens[index].comma and attribution_begins(unit, index + 1):
            return index + 1
        if unit.is_mark(index, ",") and _states_next(unit, index + 1):
            return index
        if unit.is_mark(index, "-—–") and unit.norm(index + 1) in ("but", "yet", "though", "although"):
            return index
        if unit.norm(index) in ("and", "but") and (_says_again(unit, index + 1) or _says_no_more(unit, index + 1)):
            return index
        if unit.norm(index) in ("and", "but") and _labels_next(unit, at, index):
            return index
        if (
            unit.norm(index) == "but"
            and unit.norm(index + 1) == "were"
            and any(unit.norm(k) == "was" for k in range(at, index))
        ):
            return index  # "warned that it was unsafe but were overruled"
        if unit.is_mark(index, ",") and unit.norm(index + 1) in ("and", "but") and _goes_back(unit, at, index, end):
            return index
    return min(end, at + MAX_TOKENS * 2)


def _aside_end(unit: Unit, comma: int) -> int | None:
    """Where a clause goes on behind what somebody says of its subject: "two men, who they said were armed, fled"."""
    if not unit.is_mark(comma, ",") or unit.norm(comma + 1) not in ("who", "whom", "which"):
        return None
    near = (unit.group_at[k] for k in range(comma + 3, comma + _MOST_TO_DENIAL) if k in unit.group_at)
    says = next(near, None)
    if says is None or says.verb_form != FINITE or "c" not in says.entry.frames:
        return None
    close = next((k for k in range(says.end + 1, says.end + _LONGEST_ASIDE) if unit.is_mark(k, ",")), None)
    if close is None or close + 2 >= len(unit.tokens):
        return None
    verb = unit.tag(close + 1) in ("auxiliary", "modal") or looks_like_past_verb(unit.tokens[close + 1])
    return close + 1 if verb else None


_LONGEST_ASIDE = 12


def _states_next(unit: Unit, at: int) -> bool:
    """Whether the speaker's next verb begins at `at`, behind a comma: "urged talks, proposed that ships be sent"."""
    group = unit.group_at.get(at)
    past = group is not None and group.verb_form == FINITE and group.tense == "past"
    return group is not None and past and "c" in group.entry.frames and unit.norm(group.end) == "that"


def _goes_back(unit: Unit, at: int, comma: int, end: int) -> bool:
    """Whether the report itself goes on behind a comma: "The mill would close, and the union called a strike"."""
    if unit.norm(comma + 2) == "that" and unit.tag(comma + 3) not in ("auxiliary", "modal"):
        return False  # "would close, and that ten had left": said, too
    verb = before_verb(unit, comma + 2, end)
    past = verb < end and (unit.norm(verb) in ("was", "were", "did") or unit.tag(verb) not in ("auxiliary", "modal"))
    state = unit.norm(verb) in ("was", "were")  # "had a fault, and the quay was shut" may all be said
    unlike = _NOT_PAST - {"had"} if state else _NOT_PAST
    not_past = (unit.tag(k) == "modal" or unit.norm(k) in unlike for k in range(at, comma))
    return comma - at > 1 and past and any(not_past) and is_clause(unit, comma + 2, end)


_NOT_PAST = words("forms_of_have") | {"is", "are"}


def infinitive_end(unit: Unit, at: int) -> int:
    """Where what somebody wants to do ends: before what the report adds ("to close the mill, ending a quarrel")."""
    end = clause_end(unit, at)
    for index in range(at + 1, end - 1):
        after = unit.tokens[index + 1]
        adds = after.norm in ("which", "who", "where") or (after.tag == WORD and after.norm.endswith("ing"))
        own = after.norm in ("and", "but") and is_clause(unit, index + 2)  # "to go, and the union stepped in"
        apposition = after.norm in ("a", "an") and not is_clause(unit, index + 1)
        if unit.is_mark(index, ",") and (adds or own or apposition):
            return index
    return end


def attribution_begins(unit: Unit, at: int) -> bool:
    """Whether another attribution begins at `at`, after a comma: "adding that", "and police said", "according to"."""
    conjunction = False
    while unit.tag(at) in ("conjunction", "adverb") or unit.norm(at) in ("while", "although", "though", "whereas"):
        conjunction = True
        at += 1
    if (unit.norm(at) == "according" and unit.norm(at + 1) == "to") or _is_denied(unit, at):
        return True
    group = unit.group_at.get(at)
    if group is not None and group.verb_form == PARTICIPIAL and group.entry.frames & {"q", "c"}:
        return True
    if group is not None and conjunction and group.verb_form == FINITE and group.entry.category in SPEECH_CATEGORIES:
        return True
    if group is not None and not conjunction and _is_inverted(unit, group):
        return True
    commas = 0
    for index in range(at + 1, min(at + 16, len(unit.tokens))):
        found = unit.group_at.get(index)
        quotes = found is not None and conjunction and found.entry.lemma in ("quote", "cite")
        if quotes and commas == 0:
            return True  # "although other papers quoted the mayor as saying"
        if found is not None and found.verb_form == FINITE and found.entry.frames & {"q", "figure"}:
            # Without "and" it may be a clause of the same speech; with it, and after an apposition, it is another's.
            ends = found.end >= len(unit.tokens) - 1 and commas == 0  # ", new files show."
            spoken = found.entry.category in SPEECH_CATEGORIES or ends
            return commas != 1 and (spoken or (conjunction and commas == 2))
        if unit.is_mark(index, ",") and unit.norm(index + 1) == "according":
            return False  # "once in the back, according to Ana Ruiz, who said"
        if unit.is_mark(index, ","):
            commas += 1
        elif found is not None or unit.tag(index) in (MARK, QUOTE, "subordinator", "auxiliary", "modal"):
            return False
    return False


def _is_inverted(unit: Unit, group: VerbGroup) -> bool:
    """Whether somebody stands behind a verb of saying, and no clause: ", said the mayor.", ", said Ana Ruiz, who"."""
    saying = group.verb_form == FINITE and group.entry.category == "say" and "q" in group.entry.frames
    if not saying or unit.tag(group.end) not in (NAME, "determiner"):
        return False
    for at in range(group.end, min(group.end + 16, len(unit.tokens))):
        if unit.is_mark(at, ",.;"):
            return True
        if (
            at in unit.group_at
            or unit.tag(at) in ("auxiliary", "modal", QUOTE)
            or looks_like_past_verb(unit.tokens[at])
        ):
            return False
    return False


def is_relative_that(unit: Unit, at: int) -> bool:
    """Whether a verb follows "that" at `at`, which then is of the noun before: "against a plan that intends to"."""
    verb, after = unit.norm(at + 1), unit.tag(at + 2)
    third = verb.endswith("s") and not verb.endswith("ss") and (unit.norm(at + 2) == "to" or after == "determiner")
    helped = unit.tag(at - 1) in (WORD, NAME) and unit.tag(at + 1) in ("auxiliary", "modal")  # "problems that have"
    return helped or (unit.tag(at - 1) == WORD and unit.tag(at + 1) == WORD and third)


def _is_denied(unit: Unit, at: int) -> bool:
    """Whether at `at` begins that somebody denies what stands before: "which the mayor denies", "a claim he denies"."""
    first = at + 1 if unit.norm(at) == "which" else at + (told_of_before(unit, at) or -1 - at)
    for index in range(first, min(first + _MOST_TO_DENIAL, len(unit.tokens))) if first >= 0 else ():
        found = unit.group_at.get(index)
        if found is not None:
            ends = found.end >= len(unit.tokens) or unit.tag(found.end) == MARK
            denied = ends and found.verb_form == FINITE and found.entry.category in ("deny", "doubt")
            return denied or untrue_end(unit, found) is not None
    return False


def untrue_end(unit: Unit, group: VerbGroup) -> int | None:
    """Where the words end that call what stands before untrue: "described as false", "says is false"; None without."""
    if group.verb_form != FINITE or not group.entry.frames & {"as", "l", "c"}:
        return None
    first = group.end + (unit.norm(group.end) == "as")
    if "c" in group.entry.frames:
        there = unit.norm(first) == "there"
        if unit.norm(first + there) not in words("forms_of_be") | {"has", "had", "have"}:
            return None
        first += there + 1
        if unit.norm(first) in ("no", "without") and unit.norm(first + 1) in _GROUNDS:
            return first + 2 + (unit.norm(first + 2) in ("for", "of", "in", "to"))
        if there:
            return None
    for at in range(first, min(first + _BRIEF, len(unit.tokens))):
        inner = unit.tokens[at].inner
        called = unit.text[slice(*inner)].lower().replace(",", " ").split() if inner is not None else [unit.norm(at)]
        if words("rejecting_words").intersection(called):
            return at + 1
        if unit.tag(at) not in (WORD, "determiner", "adverb"):
            return None
    return None


_GROUNDS = frozenset(["evidence", "proof", "basis", "foundation", "merit", "truth", "substance", "grounds"])
"""What a claim has not that is called untrue."""


def told_of_before(unit: Unit, at: int) -> int:
    """How many tokens at `at` stand for what was said just before: "a claim", "a figure", "something"; 0 for none."""
    if unit.norm(at) == "something":
        return 1
    told = words("claim_nouns") | words("count_nouns") | words("version_nouns")
    return 2 if unit.norm(at) in ("a", "an") and unit.norm(at + 1) in told else 0


_MOST_TO_DENIAL = 8


_OPENERS = frozenset(["that", "whether", "why", "how"])
"""Words that begin a clause which somebody reports."""
_GOES_ON = frozenset(["pledge", "accuse", "call", "criticise", "praise", "refuse"])
"""Sorts of verbs that begin a speaker's next statement after "and": "said she was sorry and promised to leave"."""


def _says_again(unit: Unit, at: int) -> bool:
    """Whether the speaker's next verb begins at `at`: "and said"."""
    while unit.tag(at) == "adverb" and at not in unit.group_at:
        at += 1
    if unit.norm(at) in words("acts_of_office") and unit.tag(at + 1) in ("object", "subject"):
        return True  # "said Ruiz had lied and sentenced him to a year"
    group = unit.group_at.get(at)
    if group is None or group.verb_form != FINITE:
        return False
    calls = group.entry.category == "label" and unit.tag(group.end) in ("object", "subject")  # "and called it a sham"
    if group.entry.frames & {"c", "w"} and (unit.norm(group.end) in _OPENERS or unit.is_speech(group.end)):
        return True  # "and questioned why"
    return calls or group.entry.category in SPEECH_CATEGORIES or group.entry.category in _GOES_ON


def _labels_next(unit: Unit, start: int, joint: int) -> bool:
    """Whether a speaker goes on to call something so in quote marks: "said it was late and called the plan “a joke”".

    Not whoever they tell of, whose verb is a past form too: "said the mayor left and called the plan “a joke”".
    """
    at = joint + 1
    while unit.tag(at) == "adverb" and at not in unit.group_at:
        at += 1
    group = unit.group_at.get(at)
    if group is None or group.verb_form != FINITE or not group.entry.frames & {"l", "as"}:
        return False
    quoted = any(unit.quotes((group.end, phrase_end(unit, group.end))))
    helpers = [unit.norm(k) for k in range(start, joint) if unit.tag(k) in ("auxiliary", "modal")]
    return (
        quoted and helpers != [] and not any(helper.removesuffix("n't") in words("forms_of_have") for helper in helpers)
    )


_NO_MORE = words("verbs_of_silence") | {"drawn", "give", "speculate"}


def _says_no_more(unit: Unit, at: int) -> bool:
    """Whether a speaker says no more from `at`, after "but": "would not be drawn on when"."""
    refused = unit.norm(at) == "wouldn't" or (unit.norm(at) == "would" and unit.norm(at + 1) == "not")
    verb = at + 1 + (unit.norm(at) == "would")
    return refused and unit.norm(verb + (unit.norm(verb) == "be")) in _NO_MORE


SPEECH_CATEGORIES = STATING | {"ask", "think"}
"""Sorts of verbs whose clause is somebody's speech."""


def figure_begins(unit: Unit, at: int) -> bool:
    """Whether a figure begins at `at` with a word that could be a preposition: "about 300 sheep", "at least 20"."""
    if unit.norm(at) == "as" and unit.norm(at + 1) in ("many", "much", "few") and unit.norm(at + 2) == "as":
        at += 2  # "as many as 20"
        return unit.tag(at + 1) == NUMBER or unit.norm(at + 1) in words("number_words")
    if unit.norm(at) not in words("approximators"):
        return False
    return any(unit.tag(k) == "number" or unit.norm(k) in words("number_words") for k in (at + 1, at + 2))


def is_bare_figure(unit: Unit, at: int, last: int) -> bool:
    """Whether a figure stands alone from `at` to `last`: "says 27", "said about 30"."""
    while unit.norm(at) in words("approximators") | {"least", "most", "than", "to"}:
        at += 1
    end = at
    while unit.tag(end) == NUMBER or unit.norm(end) in words("number_words"):
        end += 1
    return end > at and end == last


def phrase_end(unit: Unit, at: int) -> int:
    """The token before which a noun phrase that begins at `at`, with what hangs on it, ends."""
    end = unit_end(unit)
    for index in range(at + 1, min(end, at + MAX_TOKENS)):
        if unit.is_mark(index, ";:—–"):
            return index
        if unit.tokens[index].comma:
            return index + 1
        if unit.is_mark(index, ",") and not _goes_on(unit, index) and not _adds_to_noun(unit, index + 1):
            return index
        if unit.norm(index) == "but" and _does_more(unit, index + 1):
            return index
        if unit.norm(index) == "as" and is_meanwhile(unit, index):
            return index
        if unit.norm(index) in _STOPS and unit.tag(index) == "subordinator" and not is_time(unit, index + 1):
            return index
        if unit.tag(index) == "conjunction" and (index + 1 in unit.group_at or _tells_more(unit, at, index)):
            return index
    return min(end, at + MAX_TOKENS)


def _tells_more(unit: Unit, at: int, joint: int) -> bool:
    """Whether the report goes on behind an "and" in what begins at `at`: "rejected the plan and flew home".

    "the man who lied and fled" goes on within the phrase.
    """
    if any(unit.norm(k) in _RELATIVE for k in range(at, joint)):
        return False
    first = joint + 1
    while unit.tag(first) == "adverb":
        first += 1
    return _is_past_predicate(unit, first) or _is_new_clause(unit, first)


_RELATIVE = frozenset(["who", "which", "that", "whose", "where", "what"])


def _is_past_predicate(unit: Unit, at: int) -> bool:
    """Whether a verb that no subject stands before begins at `at`: "was", "flew home", not "wounded people"."""
    if unit.tag(at) in ("auxiliary", "modal"):
        return unit.norm(at) not in ("be", "been", "being", "having")
    if at >= len(unit.tokens) or not looks_like_past_verb(unit.tokens[at]):
        return False
    follows = unit.tag(at + 1) in ("determiner", "object", "subject", "preposition", "adverb", NAME)
    return (follows and unit.norm(at + 1) != "to") or unit.norm(at + 1) in _DIRECTIONS


_DIRECTIONS = frozenset(["home", "back", "away", "out", "up", "down", "right", "left"])
_LONGEST_SUBJECT = 7
"""Tokens at most of the subject of a clause behind "and" whose verb is looked for."""


def _is_new_clause(unit: Unit, at: int) -> bool:
    """Whether a subject begins at `at` and its verb stands soon behind: "and the union called a strike"."""
    if unit.tag(at) not in (NAME, "determiner", "subject", NUMBER, WORD):
        return False
    for index in range(at + 1, min(at + _LONGEST_SUBJECT, len(unit.tokens) - 1)):
        if unit.tag(index) in ("auxiliary", "modal"):
            return True
        group = unit.group_at.get(index)
        if group is not None:
            noun = group.tense == "present" and group.entry.lemma in words("verbs_or_nouns")
            return group.verb_form == FINITE and not noun
        if looks_like_past_verb(unit.tokens[index]):
            return unit.tag(index + 1) in ("determiner", "object", "subject", "adverb")
        if unit.tag(index) not in (NAME, WORD, NUMBER, "adverb", "determiner"):
            return False
    return False


def is_meanwhile(unit: Unit, at: int) -> bool:
    """Whether "as" at `at` begins what happens besides, in a headline: "Nurses reject offer as talks fail"."""
    return unit.paragraph == 0 and unit.first and is_clause(unit, at + 1) and unit.tag(at + 1) != "determiner"


def before_verb(unit: Unit, at: int, end: int) -> int:
    """Where a noun phrase ends at the latest: before the verb of the clause that it is the subject of."""
    for index in range(at + 1, end):
        group = unit.group_at.get(index)
        finite = group is not None and group.verb_form in (FINITE, PASSIVE)
        if unit.tag(index) in ("auxiliary", "modal") or finite or looks_like_past_verb(unit.tokens[index]):
            return index
    return end


def begins_verb(unit: Unit, at: int) -> bool:
    """Whether a finite verb stands at `at`, behind adverbs."""
    while unit.tag(at) == "adverb":
        at += 1
    group = unit.group_at.get(at)
    return unit.tag(at) in ("auxiliary", "modal") or (group is not None and group.verb_form == FINITE)


def _does_more(unit: Unit, at: int) -> bool:
    """Whether a verb begins at `at`, after "but": "welcomed the plan but gave no date"."""
    while unit.tag(at) == "adverb":
        at += 1
    verb = unit.tag(at) in ("auxiliary", "modal") or at in unit.group_at
    return verb or (at < len(unit.tokens) and looks_like_past_verb(unit.tokens[at]))


_STOPS = words("clause_openers") - {"as", "if", "once"}


def is_time(unit: Unit, at: int) -> bool:
    """Whether a date or a time of day stands at `at`: "the first since 1959", "expected by late evening"."""
    at += unit.norm(at) in ("the", "early", "late", "last", "next")
    return unit.tag(at) == NUMBER or unit.norm(at) in words("days_and_months") | words("times_of_day")


def _adds_to_noun(unit: Unit, at: int) -> bool:
    """Whether what stands behind a comma belongs to the noun before it: "the oldest" of ", including the oldest"."""
    if unit.norm(at) == "including" or unit.tag(at) == QUOTE or (unit.norm(at), unit.norm(at + 1)) == ("such", "as"):
        return True
    counted = unit.tag(at) == NUMBER or unit.norm(at) in words("number_words")
    return counted and unit.norm(at + 1) == "of" and unit.norm(at + 2) in ("them", "whom")  # ", nine of them dead"


def _goes_on(unit: Unit, comma: int) -> bool:
    """Whether a list goes on after a comma: "oil, coal and gas", "a kind, loving person"."""
    if _is_described_twice(unit, comma):
        return True
    last = comma
    for index in range(comma + 1, min(comma + _LONGEST_LIST, len(unit.tokens))):
        if unit.norm(index) in ("and", "or"):
            clause = is_clause if index == comma + 1 else _is_new_clause
            return not clause(unit, index + 1) and index + 1 not in unit.group_at
        if unit.is_mark(index, ","):
            last = index
        stops = unit.tag(index) in ("subordinator", "auxiliary", "modal", "subject") or index in unit.group_at
        stops = stops or (index == last + 1 and _is_past_predicate(unit, index))  # "a sham, walked out and drove home"
        if stops or index - last > _LONGEST_ITEM:
            return False
    return False


def _is_described_twice(unit: Unit, comma: int) -> bool:
    """Whether a comma stands between two words for what a noun behind them is like: "a kind, loving person"."""
    one = unit.norm(comma - 2) in ("a", "an") or unit.norm(comma - 2).endswith(("'s", "s'"))
    if not one or unit.tag(comma - 1) != WORD or unit.tag(comma + 1) != WORD or comma + 1 in unit.group_at:
        return False
    if looks_like_past_verb(unit.tokens[comma + 1]):
        return False  # "called it a sham, walked out"
    noun = comma + 2 + (unit.tag(comma + 2) == "conjunction")
    return unit.tag(noun) == WORD and not looks_like_past_verb(unit.tokens[noun])


_LONGEST_LIST = 60
_LONGEST_ITEM = 10
"""Tokens at most of a list, and of one thing in it."""


def colon_after_time(unit: Unit, at: int) -> int | None:
    """Where a colon before speech stands after no more than when it was said: "replied ten minutes later: “No.”"."""
    for index in range(at + 1, min(at + _BRIEF, len(unit.tokens) - 1)):
        if unit.is_mark(index, ":"):
            return index if unit.is_speech(index + 1) else None
        if unit.tag(index) not in (WORD, NUMBER, "adverb") or index in unit.group_at:
            return None
    return None


_BRIEF = 5
"""Tokens at most between a verb and its colon that only tell when."""


def unit_end(unit: Unit) -> int:
    """The token before which a unit ends: before its full stop, or what stands for it."""
    end = len(unit.tokens)
    while end > 0 and unit.is_mark(end - 1, ".!?…"):
        end -= 1
    return end
