"""The claim in words that stand alone, as far as rules can make them so; a person mends the rest."""

from __future__ import annotations

import re

from claimtrack.domain.text import tidy
from claimtrack.reading.found import Found, Span, Spans
from claimtrack.reading.label import Label
from claimtrack.reading.quantity import quantities
from claimtrack.reading.who import Who

_AS_A = re.compile(r"(?:\s+as)?\s*[“\"‘'«]?(?:\b(?:an?|the|being)\b\s*)?[“\"‘'«]?$", re.IGNORECASE)
_SUBJECT = {"them": "they", "him": "he", "her": "she"}
_END = " \t\n,;:.—–-"
_THAT = re.compile(
    r"^(?:(?:(?:the|any|all|such) )?(?:claims?|allegations?|accusations?|reports?|suggestions?|idea|notion) )?"
    r"(?:that|how|,)\s+",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?P<word>he|she|it|they)(?P<rest>[’'](?:s|d|ll|re|ve))?\b(?= |$)", re.IGNORECASE)
_OWN = re.compile(r"^(?:his|her|its|their)\s+(?=[a-z])", re.IGNORECASE)
_CONTRACTED = {"'s": " is", "'d": " had", "'ll": " will", "'re": " are", "'ve": " have"}
_SOMEBODY_TO = re.compile(r"^(?P<who>(?:(?!\bto\b)[^.;:])+?)\s+(?:(?P<not>not)\s+)?to\s+(?P<what>[a-z].+)$", re.DOTALL)
_SUBJUNCTIVE = re.compile(
    r"^(?P<who>(?:the|an?|his|her|its|their|all|both|no)\s+[\w’'-]+|[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*"
    r"(?:, [^,]{3,60},)?|he|she|it|they)\s+"
    r"(?P<what>(?!(?:is|are|was|were|has|have|had|will|would|should|must|can|could|and|of)\b)[a-z]+[^s\W](?:\s.*)?)$",
    re.DOTALL,
)
_RESPONSIBLE = re.compile(r"^(?:full |sole )?responsibility for\s+", re.IGNORECASE)


def wording(text: str, content: Spans, found: Found, who: Who | None, quote_kind: str, label: Label | None) -> str:
    """The claim. Of direct speech the words themselves; of all else a sentence without its full stop."""
    said = _joined(text, content)
    if quote_kind == "direct":
        return _unquoted(said)
    said = _THAT.sub("", said)
    called = _called(text, who)
    built = _built(text, said, content, found, called, label)
    return _capital(_closed(built if built is not None else _named(said, who, called)))


def calling(text: str, whom: Span, label: Span) -> str:
    """The claim that somebody is called something: "People are called “rioters”"."""
    who, what = _joined(text, (whom,)), _joined(text, (label,))
    return _capital(f"{who} {'are' if _is_several(who) else 'is'} called {what}")


def _joined(text: str, spans: Spans) -> str:
    return tidy(" ".join(text[start:end] for start, end in spans)).strip(_END)


def _unquoted(said: str) -> str:
    """Quoted speech without its outer marks, the parts of it joined."""
    said = re.sub(r",?[”\"»]\s+[“\"«](?=[^\W\d_A-Z])", " ", said)
    said = re.sub(r"[”\"»]\s+[“\"«]", " ", said)
    return said.strip("“”\"«»‘’' \t").rstrip(_END)


def _built(text: str, said: str, content: Spans, found: Found, name: str | None, label: Label | None) -> str | None:
    """The sentence that some verbs make of what follows them; None where what follows is one already."""
    sort, lemma = found.word.sort, found.word.lemma
    if lemma == "put":
        return _put(said)
    if re.fullmatch(rf"{_FEW}[\d,.]+|{_FEW}[a-z]+(?:-[a-z]+)?", said) and quantities(text, content[0]):
        return f"the number is {said}"
    if found.word.negated and name and sort not in ("deny", "confirm"):
        return f"{name} {_joined(text, found.cue)} {said}"
    if name and _RESPONSIBLE.match(said):
        return f"{name} was behind {_RESPONSIBLE.sub('', said)}"
    if lemma in ("reject", "dismiss") and " as " in said:
        rejected, _, what = said.partition(" as ")
        return f"{rejected} {'are' if _is_several(rejected) else 'is'} {what}"
    if lemma == "accuse" and " of " in said:
        accused, _, what = said.partition(" of ")
        accused = _SUBJECT.get(accused.lower(), accused)
        return f"{accused} {'are' if _is_several(accused) else 'is'} responsible for {what}"
    if lemma == "blame" and not said.lower().startswith(("the fact", "on ")):
        blamed, _, what = said.partition(" for ")
        return f"{blamed} {'are' if _is_several(blamed) else 'is'} to blame{' for ' + what if what else ''}"
    if sort in ("label", "think") and label is not None and label.called:
        subject = _joined(text, ((content[0][0], content[0][1] if len(content) > 1 else label.span[0]),))
        subject = _AS_A.sub("", subject)
        subject = _SUBJECT.get(subject.lower(), subject)
        if len(subject) > 3 and content[0][0] < label.span[0]:
            return f"{subject} {'are' if _is_several(subject) else 'is'} {_with_article(text, label)}"
    if found.word.passive and len(content) > 1:
        subject, rest = _joined(text, content[:1]), _joined(text, content[1:])
        several = _is_several(subject)
        rest = re.sub(r"^to be\b", "are" if several else "is", rest)
        return f"{subject} {re.sub(r'^to have ', 'have ' if several else 'has ', rest)}"
    if sort in ("call", "order", "ask"):
        if found.hearer is not None and said.startswith("to "):
            said = f"{_joined(text, (found.hearer,))} {said}"
        asked = _SOMEBODY_TO.match(said)
        if asked is not None:
            return f"{asked['who']} should {'not ' if asked['not'] else ''}{asked['what']}"
        wished = _SUBJUNCTIVE.match(said) if lemma in ("demand", "urge", "insist", "propose", "recommend") else None
        if wished is not None:
            return f"{wished['who']} should {wished['what']}"
        whom, turned_to, wanted = said.partition(" for ")
        if lemma in ("appeal", "plead") and turned_to and len(whom.split()) < 14:
            return f"{whom} {'are' if _is_several(whom) else 'is'} asked for {wanted}"
    if name and sort == "pledge" and said.startswith("to "):
        return f"{name} will {said[3:]}"
    if name and said.startswith("to ") and not found.word.passive:
        return f"{name} {_joined(text, found.cue)} {said}"
    if name and (sort in _STANDS or lemma == "offer") and not _has_clause(said):
        return f"{name} {_joined(text, found.cue)} {said}"
    return None


_FEW = r"(?:(?:at least|at most|about|around|nearly|almost|up to|more than|fewer than|some|over) )?"


def _put(said: str) -> str:
    """A figure that somebody put: "the dead at five" is "the number of dead is five"."""
    said = re.sub(r"^the (dead|injured|wounded|missing)(?=\sat\s)", r"the number of \1", said)
    whom, at, figure = said.partition(" at ")
    return f"{whom} {'are' if _is_several(whom) else 'is'} {figure}" if at else said


_STANDS = frozenset(
    ["pledge", "praise", "criticise", "support", "oppose", "want", "feel", "plan", "refuse", "accuse", "call", "act"]
)


def _has_clause(said: str) -> bool:
    """Whether what is reported is a sentence already."""
    return (
        re.match(r"(?:[\w’'“”-]+\s+){0,8}?(?:is|are|was|were|has|have|had|will|would|should|must|can|could)\s", said)
        is not None
    )


def _with_article(text: str, label: Label) -> str:
    before = re.search(r"\b(an?|the)\s[“\"‘'«]?$", text[max(0, label.span[0] - 6) : label.span[0]], re.IGNORECASE)
    return f"{before[1].lower()} {label.text}" if before else label.text


def _is_several(phrase: str) -> bool:
    last = re.sub(r"\s(?:of|in|from|at|who|with)\b.*", "", phrase).split()
    word = last[-1].strip("“”\"’'.,").lower() if last else ""
    return (
        " and " in phrase
        or word in ("people", "police", "they", "them")
        or (word.endswith("s") and not word.endswith("ss"))
    )


def _called(text: str, who: Who | None) -> str | None:
    """The speaker's name, with an article where the text gives it one."""
    name = who.speaker.name if who is not None else None
    mention = who.speaker.mention if who is not None else None
    if name is None or mention is None or who is None:
        return name
    if who.speaker.naming in ("role", "group") and name.split()[0] in text[slice(*mention)]:
        article = re.search(r"\b(the|an?)\s$", text[max(0, mention[0] - 5) : mention[0]], re.IGNORECASE)
        return f"{article[1].lower()} {name}" if article else name
    before = re.search(r"\bthe\s(?:[\w’'-]+\s)?$", text[max(0, mention[0] - 20) : mention[0]], re.IGNORECASE)
    by_name = name.split()[-1].lower() in text[slice(*mention)].lower()
    return f"the {name}" if before and who.is_body and by_name else name


def _named(said: str, who: Who | None, name: str | None) -> str:
    """The words with the speaker's name where a pronoun that can only be the speaker begins them."""
    if who is None or name is None:
        return said
    match = _PRONOUN.match(said)
    if match is not None and match.end() < len(said) and _is_speaker(match["word"].lower(), who):
        rest = _CONTRACTED.get((match["rest"] or "").replace("’", "'"), "")
        return name + rest + said[match.end() :]
    own = _OWN.match(said)
    if own is not None and _is_speaker(
        {"his": "he", "her": "she", "its": "it", "their": "they"}[own[0].strip().lower()], who
    ):
        return f"{name}{'’' if name.endswith('s') else '’s'} {said[own.end() :]}"
    return said


def _is_speaker(pronoun: str, who: Who) -> bool:
    if pronoun == "it":
        return who.is_body and not who.several
    if pronoun == "they":
        return who.several
    sex = "m" if pronoun == "he" else "f"
    return who.speaker.kind in ("person", "witness") and not who.several and who.sex in (None, sex)


def _closed(said: str) -> str:
    """The words without a quote mark that has lost its fellow."""
    for opening, closing in (("“", "”"), ("«", "»")):
        if said.count(opening) != said.count(closing):
            said = said.replace(opening, "").replace(closing, "")
    if said.count('"') % 2:
        said = said.replace('"', "")
    return tidy(said).rstrip(_END)


def _capital(said: str) -> str:
    for at, char in enumerate(said):
        if char.isalnum():
            return said[:at] + char.upper() + said[at + 1 :]
    return said
