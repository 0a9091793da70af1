"""What follows a verb that reports: the words it reports, and whom they were told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimtrack.reading.attribution.clauses import MAX_TOKENS, TokenRange, looks_like_past_verb
from claimtrack.reading.attribution.unit import Scene
from claimtrack.reading.cues.verb_groups import FINITE, PARTICIPIAL, VerbGroup
from claimtrack.reading.tokens import MARK, NAME, NUMBER, QUOTE, WORD
from claimtrack.reading.word_lists import words


def figure_begins(scene: Scene, at: int) -> bool:
    """Whether a figure begins at `at` with a word that could be a preposition: "about 300 sheep", "at least 20"."""
    if scene.low(at) not in words("approximator", scene.language):
        return False
    return any(scene.sort(k) == "number" or scene.low(k) in words("number", scene.language) for k in (at + 1, at + 2))


def is_bare_figure(scene: Scene, at: int, last: int) -> bool:
    """Whether a figure stands alone from `at` to `last`: "says 27", "said about 30"."""
    while scene.low(at) in words("approximator", scene.language) | {"least", "most", "than", "to"}:
        at += 1
    end = at
    while scene.sort(end) == NUMBER or scene.low(end) in words("number", scene.language):
        end += 1
    return end > at and end == last


PREPOSITIONS = ("of", "for", "about", "on", "to", "with", "at", "against", "over", "in", "like", "from", "out")
_QUESTION = frozenset(["whether", "if", "how", "why", "what", "who", "when", "where", "which"])
_ADJUNCT = 16
"""Tokens within which "that", a colon or a quotation may stand after "said in an interview on Monday"."""


@dataclass(frozen=True, slots=True)
class Complement:
    """What a verb reports. `sort` is quote, clause, question, phrase, infinitive, label or object."""

    content: TokenRange
    sort: str
    hearer: TokenRange | None = None
    cue_end: int | None = None
    """Where the cue ends, if its words go beyond the verb ("called for")."""


def complement(scene: Scene, group: VerbGroup, *, relative: bool = False) -> Complement | None:
    """What follows the verb group, or None where nothing that it could report does.

    With `relative` ("Ana, who said so,") it ends where the main clause is taken up again.
    """
    found = _complement(scene, group)
    if found is None or not relative:
        return found
    for look in range(found.content[0] + 1, found.content[1] - 1):
        after = scene.tokens[look + 1]
        if scene.is_mark(look, ",") and (
            after.sort in ("auxiliary", "modal") or look + 1 in scene.group_at or looks_like_past_verb(after)
        ):
            return replace(found, content=(found.content[0], look))
    return found


def _complement(scene: Scene, group: VerbGroup) -> Complement | None:
    at = group.end
    while scene.sort(at) == "adverb" and not figure_begins(scene, at):
        at += 1
    frames = group.entry.frames
    topic = (
        scene.unit.paragraph == 0 and scene.unit.first and group.entry.lemma in words("verb_or_noun", scene.language)
    )
    if scene.is_mark(at, ":") and topic and group.tense == "present":
        return None  # a headline's topic: "Ferry talks: no deal yet"
    if scene.is_mark(at, ":"):
        return _of(scene, (at + 1, _unit_end(scene)), "quote") if at + 1 < len(scene.tokens) else None
    if scene.is_mark(at, ",") and scene.sort(at + 1) == QUOTE and scene.is_speech(at + 1):
        return _speech(scene, at + 1)
    if "h" in frames and (found := _told(scene, at, frames)) is not None:
        return found
    return _plain(scene, group, at)


def _of(
    scene: Scene, content: TokenRange, sort: str, hearer: TokenRange | None = None, cue_end: int | None = None
) -> Complement | None:
    trimmed = scene.trimmed(content)
    return None if trimmed is None else Complement(trimmed, sort, hearer, cue_end)


def _speech(scene: Scene, at: int) -> Complement | None:
    """Speech in quote marks that begins at `at`: with what goes on after it up to the next clause."""
    return _of(scene, (at, clause_end(scene, at + 1) if not _ends_speech(scene, at) else at + 1), "quote")


def _ends_speech(scene: Scene, at: int) -> bool:
    inner = scene.tokens[at].inner
    return inner is not None and scene.text[inner[1] - 1 : inner[1]] in (".", ",", "!", "?", "…")


def _plain(scene: Scene, group: VerbGroup, at: int) -> Complement | None:
    frames = group.entry.frames
    low, sort = scene.low(at), scene.sort(at)
    if sort == QUOTE:
        if scene.is_speech(at) and "q" in frames:
            return _speech(scene, at)
        if "l" in frames or "n" in frames or "c" in frames or "q" in frames:
            return _of(scene, (at, phrase_end(scene, at)), "object")
        return None
    if low == "that" and ("c" in frames or "b" in frames):
        return _of(scene, (at + 1, clause_end(scene, at + 1)), "clause")
    if low in _QUESTION and "w" in frames:
        return _of(scene, (at, clause_end(scene, at + 1)), "question")
    if low == "to" and "t" in frames and scene.sort(at + 1) in (WORD, "auxiliary", "adverb", NAME):
        return _of(scene, (at, clause_end(scene, at + 1)), "infinitive")
    if low == "as" and "as" in frames:
        return _of(scene, (at + 1, phrase_end(scene, at + 1)), "label")
    if "c" in frames and figure_begins(scene, at) and is_clause(scene, at + 1):
        return _of(scene, (at, clause_end(scene, at + 1)), "clause")
    if "c" in frames and is_bare_figure(scene, at, _unit_end(scene)):
        return _of(scene, (at, clause_end(scene, at)), "figure")
    far = _after_adjunct(scene, at, frames)
    if far is not None:
        return far
    if low in PREPOSITIONS and low in frames:
        return _of(scene, (at + 1, phrase_end(scene, at + 1)), "phrase", cue_end=at + 1)
    if sort in (MARK, "preposition", "conjunction", "auxiliary", "modal", "subordinator", ""):
        return None
    if "o" in frames and (found := _object_to(scene, at)) is not None:
        return found
    if frames & {"c"} and is_clause(scene, at):
        return _of(scene, (at, clause_end(scene, at)), "clause")
    if "l" in frames:
        return _of(scene, (at, phrase_end(scene, at)), "label")
    if "as" in frames and _has_as(scene, at):
        return _of(scene, (at, phrase_end(scene, at)), "label")
    if group.entry.sort == "accuse" and (end := _accused_of(scene, at)) is not None:
        return _of(scene, (at, end), "object")
    if "figure" in frames:
        return _of(scene, (at, phrase_end(scene, at)), "object") if _put_at(scene, at) else None
    if "n" in frames:
        return _of(scene, (at, phrase_end(scene, at)), "object")
    return None


def _accused_of(scene: Scene, at: int) -> int | None:
    """Where an accusation ends that has an apposition before its "of": "the owner, Blue Lines, of hiding it"."""
    commas = 0
    for look in range(at + 1, min(at + 16, len(scene.tokens))):
        if scene.low(look) == "of" and scene.is_mark(look - 1, ",") and commas == 2 and look + 1 < len(scene.tokens):
            return phrase_end(scene, look + 1)
        commas += scene.is_mark(look, ",")
    return None


def _put_at(scene: Scene, at: int) -> bool:
    """Whether somebody puts a number "at" a figure."""
    for look in range(at + 1, min(at + 14, len(scene.tokens) - 1)):
        if scene.low(look) == "at":
            return scene.sort(look + 1) == "number" or any(
                scene.low(k) in words("number", scene.language) or scene.low(k) in words("approximator", scene.language)
                for k in (look + 1, look + 2)
            )
        if scene.sort(look) == MARK:
            return False
    return False


def _after_adjunct(scene: Scene, at: int, frames: frozenset[str]) -> Complement | None:
    """After "in an interview with the Courier on Monday": "that", a colon or speech."""
    first = scene.sort(at)
    dated = scene.low(at) in ("last", "this", "earlier", "late", "early") and any(
        scene.low(look) in words("day", scene.language) for look in (at + 1, at + 2)
    )
    if not (first == "preposition" or dated or scene.low(at) in words("day", scene.language)):
        return None
    for look in range(at + 1, min(at + _ADJUNCT, len(scene.tokens))):
        low = scene.low(look)
        if low == "that" and "c" in frames and scene.sort(look - 1) != MARK:
            return _of(scene, (look + 1, clause_end(scene, look + 1)), "clause")
        if scene.is_mark(look, ":"):
            return _of(scene, (look + 1, _unit_end(scene)), "quote")
        if scene.is_speech(look) and "q" in frames:
            return _speech(scene, look)
        if scene.sort(look) == "subject" and scene.low(look) != "who" and "c" in frames:
            return _of(scene, (look, clause_end(scene, look)), "clause")
        if scene.is_mark(look, ";!?—"):
            return None
        if scene.is_mark(look, ",") and not scene.is_speech(look + 1):
            return None
    if scene.low(at) in words("day", scene.language) and "c" in frames and is_clause(scene, at + 1):
        return _of(scene, (at + 1, clause_end(scene, at + 1)), "clause")
    return None


def _told(scene: Scene, at: int, frames: frozenset[str]) -> Complement | None:
    """A hearer, then what they heard: "told AFP that", "told the crowd", "told reporters on Monday: “..."."""
    if scene.sort(at) in (MARK, QUOTE, "", "preposition", "subordinator", "conjunction", "auxiliary", "modal"):
        return None
    hearer: TokenRange | None = None
    for look in range(at + 1, min(at + _ADJUNCT, len(scene.tokens) + 1)):
        if scene.sort(look) == "conjunction" and look + 1 in scene.group_at:
            return None
        low, sort = scene.low(look), scene.sort(look)
        if hearer is None and (sort in ("preposition", "subordinator", "", MARK, QUOTE) or low == "to"):
            hearer = (at, look)
        if low == "that" and sort == "subordinator":
            return _of(scene, (look + 1, clause_end(scene, look + 1)), "clause", hearer)
        if low in _QUESTION and sort == "subordinator":
            if "w" not in frames:
                return None
            return _of(scene, (look, clause_end(scene, look + 1)), "question", hearer)
        if low == "to" and look + 1 < len(scene.tokens) and scene.sort(look + 1) == WORD and "h" in frames:
            return _of(scene, (look, clause_end(scene, look + 1)), "infinitive", hearer)
        if sort == QUOTE and scene.is_speech(look):
            speech = _speech(scene, look)
            return speech and Complement(speech.content, "quote", hearer)
        if scene.is_mark(look, ":"):
            return _of(scene, (look + 1, _unit_end(scene)), "quote", hearer)
        if scene.is_mark(look, ",") and not scene.is_speech(look + 1):
            break
        if scene.is_mark(look, ";!?—"):
            break
        if sort == NUMBER and scene.low(look - 1) in words("stations", scene.language):
            continue
        if look > at and sort in ("subject", "determiner", NUMBER) and is_clause(scene, look):
            return _of(scene, (look, clause_end(scene, look)), "clause", (at, look))
    return None


def _object_to(scene: Scene, at: int) -> Complement | None:
    """Somebody, then "to" and a verb: "all sides to refrain from violence"."""
    for look in range(at + 1, min(at + 12, len(scene.tokens))):
        if scene.low(look) == "to" and scene.sort(look + 1) in (WORD, "auxiliary", "adverb"):
            return _of(scene, (at, clause_end(scene, look + 1)), "infinitive")
        if scene.sort(look) in (MARK, QUOTE, "auxiliary", "modal", "subordinator"):
            return None
        if scene.sort(look) == "conjunction" and look + 1 in scene.group_at:
            return None
    return None


def _has_as(scene: Scene, at: int) -> bool:
    for look in range(at + 1, min(at + 14, len(scene.tokens))):
        if scene.low(look) == "as":
            return True
        if scene.sort(look) == MARK and not scene.is_mark(look, ".'’"):
            return False
    return False


def is_clause(scene: Scene, at: int, limit: int | None = None) -> bool:
    """Whether a clause with a verb of its own begins at `at` (and before `limit`): a subject, and soon a verb."""
    sort = scene.sort(at)
    if sort in (MARK, "preposition", "auxiliary", "modal", "conjunction", ""):
        return False
    if sort == "subject":
        return True
    for look in range(at, min(at + 22, len(scene.tokens) if limit is None else limit)):
        token = scene.tokens[look]
        if token.sort == QUOTE and look > at:
            return True
        if token.sort == "conjunction" and look + 1 in scene.group_at:
            return False
        if token.sort in ("auxiliary", "modal") and look > at:
            return True
        if token.sort == MARK and token.low in ";:!?—":
            return False
        if token.low == "to":
            continue
        if look in scene.group_at and look > at and scene.group_at[look].manner == FINITE:
            return True
        if look > at and token.sort == WORD and _verbal(scene, look):
            return True
        if token.sort == "subordinator" and token.low not in ("that", "which", "as", "than"):
            return False
    return False


def _verbal(scene: Scene, at: int) -> bool:
    """Whether a word of no list looks like a finite verb, from its ending and what is round it."""
    low, before, after = scene.low(at), scene.tokens[at - 1], scene.sort(at + 1)
    if before.sort in ("determiner", "preposition") or before.low.endswith("'s"):
        return False
    if low in words("past", scene.language):
        return True
    if low.endswith("ed") and len(low) > 4:
        particle = scene.low(at + 1) in ("out", "off", "away", "back")
        return particle or after in (
            "determiner",
            "preposition",
            "object",
            "adverb",
            NAME,
            NUMBER,
            MARK,
            "subordinator",
            "",
        )
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return after in ("determiner", "object", "subordinator") or (
            after in ("preposition", NAME, NUMBER) and before.sort in (NAME, "subject")
        )
    return before.sort == "subject"


def clause_end(scene: Scene, at: int) -> int:
    """The token before which a clause that begins at `at` ends: at the unit's end or before another attribution."""
    end = _unit_end(scene)
    for look in range(at + 1, min(end, at + MAX_TOKENS * 2)):
        if scene.is_mark(look, ";"):
            return look
        if scene.is_mark(look, ",") and attribution_begins(scene, look + 1):
            return look
        if scene.is_mark(look, "—–") and attribution_begins(scene, look + 1):
            return look
        if scene.low(look) in ("and", "but") and _says_again(scene, look + 1):
            return look
    return min(end, at + MAX_TOKENS * 2)


def attribution_begins(scene: Scene, at: int) -> bool:
    """Whether another attribution begins at `at`, after a comma: "adding that", "and police said", "according to"."""
    conjunction = False
    while scene.sort(at) in ("conjunction", "adverb") or scene.low(at) in ("while", "although", "though", "whereas"):
        conjunction = True
        at += 1
    if scene.low(at) == "according" and scene.low(at + 1) == "to":
        return True
    group = scene.group_at.get(at)
    if group is not None and group.manner == PARTICIPIAL and group.entry.frames & {"q", "c"}:
        return True
    if group is not None and conjunction and group.manner == FINITE and group.entry.sort in SPEECH_CATEGORIES:
        return True
    commas = 0
    for look in range(at + 1, min(at + 16, len(scene.tokens))):
        found = scene.group_at.get(look)
        if found is not None and found.manner == FINITE and found.entry.frames & {"q", "figure"}:
            # Without "and" it may be a clause of the same speech; with it, and after an apposition, it is another's.
            return commas != 1 and (found.entry.sort in SPEECH_CATEGORIES or (conjunction and commas == 2))
        if scene.is_mark(look, ","):
            commas += 1
        elif found is not None or scene.sort(look) in (MARK, QUOTE, "subordinator", "auxiliary", "modal"):
            return False
    return False


def _says_again(scene: Scene, at: int) -> bool:
    """Whether the speaker's next verb begins at `at`: "and said"."""
    group = scene.group_at.get(at)
    return (
        group is not None and group.manner == FINITE and group.entry.sort in SPEECH_CATEGORIES and group.tense == "past"
    )


SPEECH_CATEGORIES = frozenset(["say", "report", "claim", "tell", "confirm", "admit", "deny", "warn", "ask", "think"])
"""Sorts of verbs whose clause is somebody's speech."""


def phrase_end(scene: Scene, at: int) -> int:
    """The token before which a noun phrase that begins at `at`, with what hangs on it, ends."""
    end = _unit_end(scene)
    for look in range(at + 1, min(end, at + MAX_TOKENS)):
        if scene.is_mark(look, ";:—–"):
            return look
        if scene.tokens[look].comma:
            return look + 1
        if scene.is_mark(look, ",") and not _goes_on(scene, look):
            return look
        if scene.low(look) == "but" and _does_more(scene, look + 1):
            return look
        if scene.low(look) in _STOPS and scene.sort(look) == "subordinator":
            return look
        if scene.sort(look) == "conjunction" and look + 1 in scene.group_at:
            return look
    return min(end, at + MAX_TOKENS)


def _does_more(scene: Scene, at: int) -> bool:
    """Whether a verb begins at `at`, after "but": "welcomed the plan but gave no date"."""
    while scene.sort(at) == "adverb":
        at += 1
    return at < len(scene.tokens) and (
        scene.sort(at) in ("auxiliary", "modal") or at in scene.group_at or looks_like_past_verb(scene.tokens[at])
    )


_STOPS = frozenset(["while", "because", "although", "though", "when", "after", "before", "until", "unless", "since"])


def _goes_on(scene: Scene, comma: int) -> bool:
    """Whether a list goes on after a comma: "oil, coal and gas"."""
    for look in range(comma + 1, min(comma + 7, len(scene.tokens))):
        if scene.low(look) in ("and", "or"):
            return look > comma + 1 or scene.sort(look + 1) != "subject"
        if scene.sort(look) in ("subordinator", "auxiliary", "modal", "subject") or look in scene.group_at:
            return False
    return False


def _unit_end(scene: Scene) -> int:
    end = len(scene.tokens)
    while end > 0 and scene.is_mark(end - 1, ".!?…"):
        end -= 1
    return end
