"""Verbs of reporting that report nothing where they stand: in a question, a headline, of a thing that was found."""

from __future__ import annotations

from claimtrack.reading.cues.verb_groups import VerbGroup
from claimtrack.reading.mentions.source_kinds import is_person_noun
from claimtrack.reading.syntax.clause_ends import SPEECH_CATEGORIES
from claimtrack.reading.syntax.complement import Complement
from claimtrack.reading.syntax.unit import Unit
from claimtrack.reading.tokens import NAME, NUMBER, WORD, TokenRange
from claimtrack.reading.word_lists import words

LOOSE = frozenset(["object", "phrase", "label"])
"""Complements that are no clause: only some verbs report with them."""


def is_of_question(unit: Unit, group: VerbGroup) -> bool:
    """Whether a verb that is none of speech stands in what somebody was asked: "Asked whether she wished to go"."""
    inside = unit.norm(0) == "asked" and group.start > 0 and not any(unit.is_mark(k, ",") for k in range(group.start))
    return inside and group.entry.category not in SPEECH_CATEGORIES


def is_supposed(unit: Unit, subject: TokenRange) -> bool:
    """Whether a verb stands in a clause that tells only what may be: "whether the mayor agrees", "if police say so"."""
    opener = subject[0] - 1
    while unit.tag(opener) == "adverb":
        opener -= 1
    relative = unit.norm(subject[1] - 1) in ("who", "which", "that")
    return unit.norm(opener) in _SUPPOSING and not relative


_SUPPOSING = frozenset(["whether", "if", "unless"])


def is_headline_passive(unit: Unit, group: VerbGroup) -> bool:
    """Whether a headline leaves out that its verb is a passive: "patients warned of delays"."""
    alone = unit.paragraph == 0 and unit.first and unit.last and group.tense == "past"
    line = alone and not unit.is_mark(len(unit.tokens) - 1, ".")
    return line and group.entry.lemma in _TOLD_IN_HEADLINES and unit.norm(group.end) in ("of", "to", "over", "not")


_TOLD_IN_HEADLINES = frozenset(["accuse", "warn", "tell", "urge", "advise", "remind"])


def finds_a_thing(unit: Unit, group: VerbGroup, subject: TokenRange, right: Complement) -> bool:
    """Whether somebody only came upon something: "divers found a body", but not "the audit found faults"."""
    if group.entry.lemma != "find" or right.kind not in LOOSE or any(unit.quotes(right.content)):
        return False
    judging = words("record_nouns") | words("hearings") | words("inquirers")
    judged = any(unit.norm(at) in _VERDICTS for at in range(*right.content))
    return not judged and not any(unit.norm(at) in judging for at in range(*subject))


_VERDICTS = frozenset(["guilty", "liable", "innocent", "negligent", "responsible", "fault"])


def is_duty(unit: Unit, group: VerbGroup) -> bool:
    """Whether a verb tells what somebody has to do, and said by nobody yet: "owners must report a leak"."""
    duty = any(unit.norm(at) in ("must", "should", "shall") for at in range(group.start, group.head))
    return duty and unit.norm(group.start - 1) not in ("i", "we") and group.entry.lemma in words("duties_to_tell")


def names_itself(unit: Unit, group: VerbGroup) -> bool:
    """Whether a verb only tells a name that somebody goes by: "a band calling itself Red Fern"."""
    named = unit.tag(group.end + 1) == NAME or unit.norm(group.end + 1) in ("the", "“")
    return group.entry.lemma == "call" and unit.norm(group.end) in _REFLEXIVE and named


_REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves", "myself", "ourselves"])


def is_pronoun(unit: Unit, content: TokenRange) -> bool:
    """Whether all that is reported is a pronoun: "asked about it"."""
    return content[1] - content[0] == 1 and unit.norm(content[0]) in words("object_pronouns") | {"this", "it", "that"}


_LISTENERS = frozenset(["crowd", "nation", "audience", "congregation"])
TAKING_BACK = frozenset(["withdraw", "retract", "take", "correct"])
"""Verbs of one who takes back what they said, or a thing."""


def has_statement(unit: Unit, within: TokenRange) -> bool:
    """Whether a range of tokens names something that says something: "a claim", "the letter"; no charge of a court."""
    saying = words("statement_nouns") | words("message_nouns") | (words("claim_nouns") - {"charge", "charges"})
    return any(unit.norm(at) in saying for at in range(*within))


_WITH_NAMES = frozenset(["question", "call"])
"""Verbs that report nothing where only a name follows: somebody is asked, or is to come."""
_WITH_TOPICS = frozenset(["say", "tell", "ask", "report", "discuss", "know", "show"])
"""Sorts of verbs of which a pronoun says nothing that is reported."""


def says_nothing(unit: Unit, group: VerbGroup, content: TokenRange) -> bool:
    """Whether what stands behind a verb is nothing that it reports: "asked about it", "addressed the crowd"."""
    lemma = group.entry.lemma
    if lemma == "address" and unit.tag(content[0]) == "determiner":
        heads = [unit.norm(at) for at in range(content[0] + 1, min(content[0] + 4, content[1]))]
        return any(head in words("gatherings") | _LISTENERS or is_person_noun(head) for head in heads)
    if lemma == "attack" and not is_attacked_in_words(unit, content):
        return True
    if lemma == "argue" and any(unit.norm(at) == "case" for at in range(content[0] + 1, content[0] + 2)):
        return True  # "argued her case"
    taken_back = has_statement(unit, content) or _is_count(unit, content)
    if lemma in TAKING_BACK and group.entry.category == "deny" and not taken_back:
        return True  # "withdrew its troops", "took back the keys"
    if lemma == "tell" and any(unit.norm(at) == "about" for at in range(*content)) and not any(unit.quotes(content)):
        return True  # "had told the family about the leak"
    if lemma == "sign" and not (has_statement(unit, content) or _is_told_what_it_says(unit, content)):
        return True  # "signed a contract": done, and nothing said
    if lemma == "quote" and not any(unit.quotes(content)):
        return True  # "The reports quoted two officials"
    if group.entry.category == "refuse" and any(unit.norm(at) == "interviewed" for at in range(*content)):
        return True  # "declined to be interviewed"
    if lemma == "call" and "l" in group.entry.frames and _is_one_noun(unit, content):
        return True  # "Union calls strike over pay"
    if lemma == "attribute" and not any(unit.norm(at) == "to" for at in range(*content)):
        return True  # "The paper attributed the quotation"
    if lemma == "respond" and any(unit.norm(at) == "who" for at in range(*content)):
        return True  # "responding to Orr, who said"
    opening = range(content[0], content[0] + _QUALITY + 1)
    if lemma == "respond" and any(unit.norm(at) in words("alarms") for at in opening):
        return True  # "Crews responded to a 999 call"
    if lemma == "teach" and unit.norm(content[0]) == "to":
        return True  # "who taught a village to fish"
    if lemma == "answer" and unit.norm(content[0]) in ("question", "questions"):
        return True
    if lemma in ("request", "seek", "want") and unit.norm(content[0]) == "anonymity":
        return True
    own = unit.norm(content[0]) in ("his", "her", "their")
    if lemma == "want" and own and any(unit.norm(at) in ("name", "names") for at in range(content[0], content[0] + 3)):
        return True  # "who does not want his name in print"
    if content[1] - content[0] == 2 and unit.norm(content[0]) in ("these", "those", "such"):
        return group.entry.category in _WITH_TOPICS  # "repeated these concerns"
    short = content[1] - content[0] < _QUALITY and not any(unit.quotes(content))  # not "called 20 firms “thieves”"
    if lemma == "call" and unit.tag(content[0]) == NUMBER and short:
        return True  # "called 911"
    if lemma in _WITH_NAMES and all(unit.tag(at) == NAME for at in range(*content)):
        return True  # "questioned Ana Ruiz about the road"
    if lemma == "challenge" and unit.tag(content[0]) in (NAME, "object"):
        return True  # "challenged Ana Ruiz for the seat"
    if lemma == "show" and is_handed(unit, content):
        return True  # "showing this newspaper a letter"
    if lemma == "seek" and is_help(unit, content):
        return True  # "sought treatment for burns": what somebody did, and told nobody
    if not is_pronoun(unit, (content[0], content[0] + 1)) or any(
        unit.tag(at) != "adverb" for at in range(content[0] + 1, content[1])
    ):
        return False
    return group.entry.category in _WITH_TOPICS


def is_attacked_in_words(unit: Unit, content: TokenRange) -> bool:
    """Whether words attack, and no hands: "attacked the mayor for her silence", "the plan"; not "a police station"."""
    at, end = content
    while end < len(unit.tokens) and end < at + _REASON and not unit.is_mark(end, ".,;"):
        end += 1
    reason = any(unit.norm(k) in ("for", "as", "over") for k in range(at, end))
    by_saying = any(unit.norm(k) == "by" and unit.norm(k + 1).endswith("ing") for k in range(at, end))
    of_words = has_statement(unit, content) or any(
        unit.norm(k) in words("legal_texts") | words("intention_nouns") for k in range(*content)
    )
    return reason or by_saying or of_words or any(unit.quotes((at, end)))


_REASON = 16
"""Tokens at most of whom an attack is on, and why."""


def _is_count(unit: Unit, content: TokenRange) -> bool:
    """Whether a figure is what somebody takes back or puts right: "that number", "its toll of 26", "the toll to 21"."""
    first, end = content
    for at in range(first, end):
        if unit.norm(at) in words("count_nouns"):
            number = unit.tag(at + 2) == NUMBER or unit.norm(at + 2) in words("number_words")
            later = unit.norm(at + 1) in ("at", "on", "in", "by", "after")  # "that number at midday"
            return at + 1 == end or later or (unit.norm(at + 1) in ("of", "to") and number)
    return False


def _is_told_what_it_says(unit: Unit, content: TokenRange) -> bool:
    """Whether a content names a rule, or a text and what it says: "the bill", "an agreement barring her from it"."""
    told = any(
        unit.norm(at).endswith("ing")
        and unit.tag(at - 1) == WORD
        and unit.tag(at + 1) in ("determiner", "object", NAME)
        for at in range(content[0] + 1, content[1] - 1)
    )
    return told or any(unit.norm(at) in words("legal_texts") for at in range(*content))


def _is_one_noun(unit: Unit, content: TokenRange) -> bool:
    """Whether a content is a noun alone, or one with no more than a phrase behind it, and calls nothing anything."""
    first, end = content
    alone = unit.tag(first) == WORD and (first + 1 == end or unit.tag(first + 1) == "preposition")
    return alone and not any(unit.quotes(content))


def is_handed(unit: Unit, content: TokenRange) -> bool:
    """Whether a content is somebody and then a thing: "reporters a photo", "the Courier her notes"."""
    at = content[0]
    article = unit.norm(at) in ("this", "the")
    at += article
    if unit.tag(at) == NAME:
        while unit.tag(at) == NAME:
            at += 1
    elif (
        unit.norm(at) in words("outlet_nouns") | {"website", "agency"}
        or is_person_noun(unit.norm(at))
        or (not article and unit.norm(at) in words("object_pronouns"))
    ):
        at += 1
    else:
        return False
    return at < content[1] and unit.tag(at) == "determiner"


def is_help(unit: Unit, content: TokenRange) -> bool:
    """Whether a noun phrase that a content begins with is of help that somebody gets: "treatment for burns"."""
    for at in range(content[0], min(content[0] + _QUALITY, content[1])):
        if unit.norm(at) in words("kinds_of_help"):
            return unit.tag(at + 1) not in (NAME, WORD) or at + 1 >= content[1]
        if unit.tag(at) not in ("determiner", "adverb", NAME, WORD):
            return False
    return False


_QUALITY = 4
"""Tokens at most of a noun phrase, up to its noun."""
