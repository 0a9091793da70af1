"""The claim in words that stand alone, as far as rules can make them so; a person mends the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from claimtrack.domain.text import tidy
from claimtrack.reading.cues.lexicon import ASKED_FOR, third_person
from claimtrack.reading.fields.figure import FIGURE_BEGINS, quantities
from claimtrack.reading.fields.figure_clauses import without_relative
from claimtrack.reading.fields.label import LabelMention
from claimtrack.reading.fields.quotation import QuotationIndex, bare_span
from claimtrack.reading.mentions.coreference import ResolvedSource
from claimtrack.reading.mentions.genders import is_speaker
from claimtrack.reading.proposals import DetectedAttribution, Span, Spans
from claimtrack.reading.word_lists import patterns, words

_EDGE = " \t\u00a0,;:•▪●‣◦"
_WORD = re.compile(r"[^\W\d_]+")
_COUNTS = re.compile(
    r"(?:(?:at|up|more|fewer|less|over|under|about|around|between|near) )+(?:least |most |to |than )?"
    r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|[a-z]+teen|[a-z]+ty|eleven|twelve|a|half|dozens|hundreds"
    r"|thousands)\b)",
    re.IGNORECASE,
)
_AND_WILL = re.compile(
    r"\A(?:that\s+)?[^.;:“”\"]{1,120}?\s(?:is|are|was|were)\s(?:an?)\s[^.;:“”\"]{2,80}?(?P<and>,?\s+and\s+)(?:it\s+|they\s+|he\s+|she\s+)?"
    r"(?=(?:will|would)\s)",
    re.IGNORECASE,
)


_TOLD_IN = re.compile(
    r"\s(?:in|during|at)\s(?:an?|the)\s(?:[a-z]+\s){0,2}(?:interview|statement|post|phone call|press conference"
    r"|news conference|briefing)\b[^.;:,]{0,60}\Z"
)
"""Behind what is no clause, where it was said: "disputed the findings in a phone interview"."""


def without_circumstances(text: str, attribution: DetectedAttribution, quotations: QuotationIndex) -> Spans:
    """The content without what says when and where it was said, and without what is said of its evidence."""
    content = list(attribution.content)
    if len(content) > 1 and attribution.source and attribution.cue:
        first = content[0]
        before = first[1] <= attribution.source[0][0] and content[1][0] >= attribution.cue[-1][1]
        lead = _WORD.match(text, first[0])
        opens = lead is not None and lead[0].lower() in words("prepositions")
        counts = lead is not None and _COUNTS.match(text, first[0], first[1]) is not None
        if before and opens and not counts and not quotations.within(*first):
            content = content[1:]
    start, end = content[-1]
    told = _TOLD_IN.search(text, start + 1, end)
    if told is not None and attribution.rule == "said before" and _CLAUSE.match(text, start, end) is None:
        inside = quotations.round(*told.span()) is not None or quotations.within(told.start(), end)
        content[-1] = content[-1] if inside else (start, told.start())
    start, end = content[-1]
    for pattern, _ in patterns("evidence_patterns"):
        match = pattern.search(text, start + 1, end)
        if match is None or quotations.round(*match.span()) is not None:
            continue
        comma = text.rfind(", ", start, match.start() + 2)  # none of "2,093"
        if comma > start and match.start() - comma < 30:
            content[-1] = (start, comma)
            break
    return _filled(text, content) or attribution.content


def split_label_clause(text: str, content: Spans, quotations: QuotationIndex) -> tuple[Spans, Spans, Spans] | None:
    """A content that also says what somebody is called, of "killed dozens of people described as “rioters” overnight".

    The content without the label; the label with whom it is for; the same as the parts of a sentence. None where it
    says no such thing.
    """
    for start, end in content:
        for match in re.finditer(
            rf"\s(?P<verb>{'|'.join(words('naming_participles'))})\s+(?:as\s+)?(?:an?\s+|the\s+)?", text[start:end]
        ):
            at = start + match.end()
            inner = quotations.within(at, end)
            before = max(start, start + match.start() - 40)
            noun = re.search(r"[^\W\d_][\w’'-]*$", text[before : start + match.start()])
            if noun is None or not inner or not at <= inner[0][0] <= at + 1 or quotations.round(at - 2, at - 1):
                continue
            long = len(text[slice(*inner[0])].split()) > 4 or inner[0][1] > end
            if long or _is_verb(text[before : start + match.start()]):
                continue
            close = inner[0][1] + (1 if text[inner[0][1] : inner[0][1] + 1] in "”\"’'»" else 0)
            target = (before + noun.start(), start + match.start())
            rest = without_span(text, content, (target[1], close))
            return rest, ((target[0], close),), (target, (at, close))
    return None


def _is_verb(before: str) -> bool:
    """Whether what stands before "called" makes it the clause's verb: "was called", "he called"."""
    last = before.split()[-1:]
    return bool(last) and any(
        last[0].lower() in words(name) for name in ("auxiliaries", "modals", "subject_pronouns", "adverbs")
    )


def without_span(text: str, content: Spans, hole: Span) -> Spans:
    """The content without a stretch of it."""
    found: list[Span] = []
    for start, end in content:
        found += [(start, min(end, hole[0])), (max(start, hole[1]), end)]
    return _filled(text, found) or content


def split_is_and_will(text: str, content: Spans, quotations: QuotationIndex) -> tuple[Spans, Spans, Span] | None:
    """A content that says what something is and what it will do, as the two, with the span of their subject."""
    if len(content) != 1:
        return None
    start, end = content[0]
    match = _AND_WILL.match(text[start:end])
    if match is None or quotations.within(start, end):
        return None
    verb = re.search(r"\s(?:is|are|was|were)\s", text[start:end])
    subject = (start, start + verb.start()) if verb else (start, start)
    return ((start, start + match.start("and")),), ((start + match.end(), end),), subject


def _filled(text: str, spans: Iterable[Span]) -> Spans:
    """Spans without what stands at their edges; those are left out of which nothing is left."""
    return tuple(span for span in (bare_span(text, span, _EDGE) for span in spans) if span[0] < span[1])


_AS_A = re.compile(r"(?:\s+as)?\s*[“\"‘'«]?(?:\b(?:an?|the|being)\b\s*)?[“\"‘'«]?$", re.IGNORECASE)
_SUBJECT = {"them": "they", "him": "he", "her": "she", "us": "we", "me": "I"}
_THE_NUMBER = re.compile(r"it (?:is|was|would be|could be) [“\"‘']?(?:closer|nearer|more like)\b", re.IGNORECASE)
_DOING = re.compile(r"[a-z]{2,}ing\b")
_END = " \t\n,;:.—–-"
THAT_NUMBER = re.compile(
    r"\b(?:that|this|the) (?:number|figure|total|toll|count|tally) (?:is|was|has|had|fell|rose|stood|stands|dropped"
    r"|climbed|remained|now|later|can|could|may|might|will|would|should|must)\b",
    re.IGNORECASE,
)
"""A number that was given before, of which more is said."""
_THAT = re.compile(
    r"^(?:(?:(?:an?|the|any|all|such|these|those|his|her|its|their) )?(?:[a-z]+ )?"
    r"(?:statements?|claims?|allegations?|accusations?|reports?|suggestions?|rumou?rs?|idea|notion) "
    r"(?:(?:in|by|from|on|of) (?:the )?(?:[A-Z][\w’'-]* ?|[a-z]+ ){1,4})?)?(?:that|how|,)\s+",
    re.IGNORECASE,
)
_THAT_WAS = re.compile(r"that (?:is|was|has|had|will|would|could|did|does)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"^(?P<word>he|she|it|they)(?P<rest>[’'](?:s|d|ll|re|ve))?\b(?= |$)", re.IGNORECASE)
_IT_IS = re.compile(
    r"it (?:is|was|would be|will be|had been|has been|remains|remained) (?:not |still |now |too |very |also |far |un)*"
    r"(?:early|soon|premature|clear|likely|possible|impossible|important|essential|vital|hard|difficult|easy|time|wrong"
    r"|right|true|certain)\b",
    re.IGNORECASE,
)
"""A statement whose "it" stands for nobody: "it was too early to say"."""
_OWN = re.compile(r"^(?:his|her|its|their)\s+(?=[a-z])", re.IGNORECASE)
_OWNER = {"his": "he", "her": "she", "its": "it", "their": "they"}
_CONTRACTED = {"'s": " is", "'d": " had", "'ll": " will", "'re": " are", "'ve": " have"}
_SOMEBODY_TO = re.compile(r"^(?P<who>(?:(?!\bto\b)[^.;:])+?)\s+(?:(?P<not>not)\s+)?to\s+(?P<what>[a-z].+)$", re.DOTALL)
_SUBJUNCTIVE = re.compile(
    r"^(?P<who>(?:the|an?|his|her|its|their|all|both|no)\s+[\w’'-]+|[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*"
    r"(?:, [^,]{3,60},)?|he|she|it|they)\s+"
    r"(?P<what>(?!(?:is|are|was|were|has|have|had|will|would|should|must|can|could|and|of)\b)[a-z]+[^s\W](?:\s.*)?)$",
    re.DOTALL,
)
_SUBJUNCTIVE_BE = re.compile(
    r"^(?P<who>(?:(?!\b(?:is|are|was|were|has|have|had|will|would|should|must|can|could|may|might|to|not|that)\b)[^.;:]){3,90}?)"
    r" (?P<what>(?:not )?be\s.+)$",
    re.DOTALL,
)
_AND_THAT = re.compile(
    r"(?<=[\w”\"’'])(,? (?:and|but) )that (?=(?:(?:no|every|some)(?:body|one|thing)|the|an?|its|his|her|their|our|no"
    r"|some|all|any|many|most|it|he|she|they|we|there|this|these|those|[A-Z]\w+|\d+|(?!is\b|was\b|has\b|does\b|means\b|makes\b|leaves\b)[a-z]{3,}s)\b)"
)
"""Before a further clause of what was said, a "that" which a sentence by itself does without."""
_BLAMED_ON = re.compile(
    r"(?P<what>(?:it|this|that|them)|(?:the|its|his|her|their) (?:[\w-]+ ){0,2}?(?:collapse|crash|deaths?|delays?|rise"
    r"|fall|fire|floods?|increase|loss(?:es)?|shortages?|defeat|failure|attacks?|violence|outage|accident|decline|slump|error))"
    r" on (?P<whom>.+)",
    re.DOTALL,
)
"""What is blamed on whom: "it on the cold"; not "a mine on the ridge"."""
_JUDGED = re.compile(
    r"(?P<who>[^,;:]{1,60}?) (?P<what>(?:not |partly )?(?:guilty|liable|innocent|negligent|responsible|at fault)\b.*)",
    re.DOTALL,
)
"""Whom a court or a panel found guilty, and of what."""
_AND_TO = re.compile(r" and to (?=[a-z]+ )")
_RESPONSIBLE = re.compile(r"^(?:full |sole )?responsibility for\s+", re.IGNORECASE)


def claim_text(
    text: str,
    content: Spans,
    attribution: DetectedAttribution,
    source: ResolvedSource | None,
    quote_kind: str,
    label: LabelMention | None,
) -> str:
    """The claim. Of direct speech the words themselves; of all else a sentence without its full stop."""
    statement = _joined(text, content)
    if quote_kind == "direct":
        return _unquoted(statement)
    if (
        THAT_NUMBER.match(statement) is None
        and _THAT_WAS.match(statement) is None
        and re.fullmatch(r"that(?: \w+)?", statement) is None
    ):
        statement = _THAT.sub("", statement)
    statement = without_relative(statement)
    called = _called(text, source) if attribution.word.lemma != "according to" else None
    built = _built(text, statement, content, attribution, called, label)
    return _capital(_closed(_AND_THAT.sub(r"\1", built if built is not None else _named(statement, source, called))))


def other_wording(source: ResolvedSource | None) -> ResolvedSource | None:
    """The source as whoever may be meant by "she" besides whose aide it is; None where that cannot be itself."""
    if source is None or source.owned_by is None or not _is_speaker(source.owned_by, source):
        return None
    return replace(source, owned_by=None, whose=None)


def label_claim_text(text: str, target: Span, label: Span) -> str:
    """The claim that somebody is called something: "People are called “rioters”"."""
    who, what = _joined(text, (target,)), _joined(text, (label,))
    return _capital(f"{_is_or_are(who)} called {what}")


def _joined(text: str, spans: Spans) -> str:
    parts = [text[start:end] for start, end in spans]
    parts[1:] = [f", {part}" if _DOING.match(part) else f" {part}" for part in parts[1:]]  # "It sank, killing nine"
    return tidy("".join(parts)).strip(_END)


def _before_comma(text: str, span: Span) -> str:
    """A subject, with the comma behind it that ends what is said of it: "The girl, nine, was named"."""
    subject = _joined(text, (span,))
    return f"{subject}," if ", " in subject and text[span[1] : span[1] + 1] == "," else subject


def _unquoted(statement: str) -> str:
    """Quoted speech without its outer marks, the parts of it joined."""
    statement = re.sub(r",?[”\"»]\s+[“\"«](?=[^\W\d_A-Z])", " ", statement)
    statement = re.sub(r"[”\"»]\s+[“\"«]", " ", statement)
    return statement.strip("“”\"«»‘’' \t").rstrip(_END)


def _built(
    text: str,
    statement: str,
    content: Spans,
    attribution: DetectedAttribution,
    name: str | None,
    label: LabelMention | None,
) -> str | None:
    """The sentence that some verbs make of what follows them; None where what follows is one already."""
    category, lemma = attribution.word.category, attribution.word.lemma
    if (harmed := harmed_clause(statement)) is not None:
        return harmed
    if lemma in ("put", "give", "rate") or (lemma == "estimate" and _CLAUSE.match(statement) is None):
        return _put(statement, " as " if lemma == "give" else " at ")
    if re.fullmatch(rf"{_FEW}[\d,.]+|{_FEW}[a-z]+(?:-[a-z]+)?", statement) and quantities(text, content[0]):
        return f"the number is {statement}"
    if attribution.word.negated and name and category not in ("deny", "confirm"):
        return f"{name} {_joined(text, attribution.cue)} {statement}"
    if name and _RESPONSIBLE.match(statement):
        return f"{name} was behind {_RESPONSIBLE.sub('', statement)}"
    if lemma in ("reject", "dismiss") and " as " in statement:
        rejected, _, what = statement.partition(" as ")
        return f"{_is_or_are(rejected)} {what}"
    if lemma == "accuse" and " of " in statement:
        accused, _, what = statement.partition(" of ")
        accused = _SUBJECT.get(accused.lower(), accused)
        if what.startswith("having "):
            return f"{accused} had {what[7:]}"
        return f"{_is_or_are(accused)} responsible for {what}"
    if lemma == "find" and (judged := _JUDGED.match(statement)) is not None:
        who = _SUBJECT.get(judged["who"].lower(), judged["who"])
        return f"{_is_or_are(who)} {judged['what']}"
    if name and lemma.startswith("plead ") and _CLAUSE.match(statement) is None:
        return f"{name} is guilty of {statement}"
    if lemma == "blame" and not statement.lower().startswith(("the fact", "on ")):
        blamed, _, what = statement.partition(" for ")
        if not what and (turned := _BLAMED_ON.match(blamed)) is not None:
            what, blamed = turned["what"], turned["whom"]
        return f"{_is_or_are(blamed)} to blame{' for ' + what if what else ''}"
    if category in ("label", "think") and label is not None and label.called:
        subject = _before_comma(text, (content[0][0], content[0][1] if len(content) > 1 else label.span[0]))
        subject = _AS_A.sub("", subject)
        subject = _SUBJECT.get(subject.lower(), subject)
        named = len(subject) > 3 or subject.lower() in words("subject_pronouns")
        if named and content[0][0] < label.span[0]:
            noun = re.match(r"[”\"’']?(?P<noun> [a-z]+)$", text[label.span[1] : content[-1][1]])  # "a “tragic” event"
            return f"{_is_or_are(subject)} {_with_article(text, label)}{noun['noun'] if noun else ''}"
    if attribution.word.passive and category in _STANDS:
        said = _joined(text, (content[0], *attribution.cue, *content[1:]))
        return f"{said} by {name}" if name else said
    if attribution.word.passive and len(content) > 1:
        subject, rest = _before_comma(text, content[0]), _joined(text, content[1:])
        several = _is_several(subject)
        if words("harm_participles").intersection(rest.lower().split()[:1]):
            rest = f"to be {rest}"  # "are feared dead"
        if lemma == "expect":
            rest = re.sub(r"^to (?!have\b)", "will ", rest)  # "is expected to last 11 weeks"
        rest = re.sub(r"^to be\b", "are" if several else "is", rest)
        return f"{subject} {re.sub(r'^to have ', 'have ' if several else 'has ', rest)}"
    doing = (
        _DOING.match(statement) is not None and _CLAUSE.match(statement) is None and not statement.startswith("having ")
    )
    if name and category in ("deny", "admit") and doing and not statement.startswith("being "):
        return f"{name} is responsible for {statement}"
    if name and lemma in ("report", "describe", "recall", "remember") and doing:
        return f"{name} {_joined(text, attribution.cue)} {statement}"
    if name and category in ("deny", "admit") and statement.startswith("having "):
        return f"{name} had {statement[7:]}"
    if name and ASKED_FOR.match(statement) and lemma in ("reject", "dismiss"):
        return f"{name} {_joined(text, attribution.cue)} {statement}"
    if category in ("call", "order", "ask") or (
        category in ("tell", "warn") and statement.startswith(("to ", "not to "))
    ):
        if attribution.addressee is not None and statement.startswith(("to ", "not to ")):
            statement = f"{_joined(text, (attribution.addressee,))} {statement}"
        if name and lemma == "ask" and attribution.addressee is not None and text[: content[0][0]].endswith(" for "):
            return f"{name} asked for {statement}"
        asked = _SOMEBODY_TO.match(statement)
        if asked is not None:
            who = _SUBJECT.get(asked["who"].lower(), asked["who"])
            return f"{who} should {'not ' if asked['not'] else ''}{asked['what']}"
        wished = (_SUBJUNCTIVE_BE.match(statement) or _SUBJUNCTIVE.match(statement)) if lemma in _WISHING else None
        if wished is not None:
            return f"{wished['who']} should {wished['what']}"
        target, turned_to, wanted = statement.partition(" for ")
        if lemma in ("appeal", "plead") and turned_to and len(target.split()) < 14:
            return f"{_is_or_are(target)} asked for {wanted}"
    if name and category == "pledge" and statement.startswith("to "):
        return f"{name} will {_AND_TO.sub(' and ', statement[3:])}"
    if name and statement.startswith("to ") and not attribution.word.passive:
        return f"{name} {_joined(text, attribution.cue)} {statement}"
    cue = _joined(text, attribution.cue)
    last = cue.split()[1:][-1:]  # of "apologised for", "spoke about"
    spoke = attribution.word.tense != "none" and not attribution.word.passive
    about = spoke and bool(last) and last[0] in words("prepositions")
    if name and (category in _STANDS or lemma == "offer" or about) and _CLAUSE.match(statement) is None:
        if attribution.rule == "saying" and " " not in cue and " " not in lemma:  # "a group backing the plan"
            cue = lemma if _is_several(name) else third_person(lemma)
        return f"{name} {cue} {statement}"
    return None


_VERB_BEFORE = r"(?:is|are|was|were|be|been|being|has|have|had|will|remain(?:s|ed)?|got|still|feared)"
_HARMED = re.compile(
    rf"(?P<who>{FIGURE_BEGINS}[\w,.-]*(?: (?!{_VERB_BEFORE}\b)[a-z-]+){{0,2}}?) (?P<how>[a-z]+)"
    r"(?P<rest>(?:,| (?:and|in|at|on|by|after|when|as|during|near|while|since|so)\b)"
    rf"(?!.*\b{_VERB_BEFORE}\b).*)?",
    re.IGNORECASE | re.DOTALL,
)


def harmed_clause(statement: str) -> str | None:
    """A headline's clause with the verb that it leaves out: "37 injured" is "37 were injured"."""
    match = _HARMED.fullmatch(statement)
    if match is None or match["how"] not in words("harm_participles") - {"died", "drowned"}:
        return None
    one = re.match(r"(?:one|1|an?)\b", match["who"], re.IGNORECASE) is not None
    be = ("is", "are") if match["how"] in ("dead", "missing", "homeless") else ("was", "were")
    who, adverb, _ = match["who"].partition(" ") if match["who"].endswith("ly") else (match["who"], "", "")
    how = f"{match['who'].removeprefix(who).lstrip()} {match['how']}" if adverb else match["how"]
    return f"{who} {be[not one]} {how}{match['rest'] or ''}"


_WISHING = ("demand", "urge", "insist", "propose", "recommend")
_FEW = r"(?:(?:at least|at most|about|around|nearly|almost|up to|more than|fewer than|some|over) )?"


def _put(statement: str, link: str) -> str:
    """What somebody put at a figure, gave as one or rated: "the dead at five" is "the number of dead is five"."""
    statement = re.sub(r"^the (dead|injured|wounded|missing)(?=\sat\s)", r"the number of \1", statement)
    target, at, figure = statement.partition(link)
    return f"{_is_or_are(target)} {figure}" if at and _CLAUSE.match(target) is None else statement


_STANDS = frozenset(
    ["pledge", "praise", "criticise", "support", "oppose", "want", "feel", "plan", "refuse", "accuse", "call", "act"]
)


_CLAUSE = re.compile(r"(?:[\w’'“”-]+\s+){0,8}?(?:is|are|was|were|has|have|had|will|would|should|must|can|could)\s")


def _with_article(text: str, label: LabelMention) -> str:
    before = re.search(r"\b(an?|the)\s[“\"‘'«]?$", text[max(0, label.span[0] - 6) : label.span[0]], re.IGNORECASE)
    return f"{before[1].lower()} {label.text}" if before else label.text


def _is_or_are(subject: str) -> str:
    return f"{subject} {'are' if _is_several(subject) else 'is'}"


def _is_several(phrase: str) -> bool:
    last = re.sub(r"\s(?:of|in|from|at|who|with|to)\b.*", "", phrase).split()
    word = last[-1].strip("“”\"’'.,").lower() if last else ""
    plural = word in ("people", "police", "they", "them") or (word.endswith("s") and not word.endswith("ss"))
    return plural or " and " in phrase


def _called(text: str, source: ResolvedSource | None) -> str | None:
    """The speaker's name, with an article where the text gives it one."""
    name = source.hop.name if source is not None else None
    mention = source.hop.mention if source is not None else None
    if name is None or mention is None or source is None:
        return name
    if source.hop.naming in ("role", "group") and name.split()[0] in text[slice(*mention)]:
        article = re.search(r"\b(the|an?)\s$", text[max(0, mention[0] - 5) : mention[0]], re.IGNORECASE)
        return f"{article[1].lower()} {name}" if article else name
    before = re.search(r"\bthe\s(?:[\w’'-]+\s)?$", text[max(0, mention[0] - 20) : mention[0]], re.IGNORECASE)
    by_name = name.split()[-1].lower() in text[slice(*mention)].lower()
    return f"the {name}" if before and source.is_body and by_name else name


def _named(statement: str, source: ResolvedSource | None, name: str | None) -> str:
    """The words with the speaker's name where a pronoun that can only be the speaker begins them."""
    if source is None or name is None or _THE_NUMBER.match(statement) or _IT_IS.match(statement):
        return statement
    match = _PRONOUN.match(statement)
    who = _meant_by(match["word"].lower(), source, name) if match is not None else None
    if match is not None and who is not None and match.end() < len(statement):
        rest = _CONTRACTED.get((match["rest"] or "").replace("’", "'"), "")
        return who + rest + statement[match.end() :]
    own = _OWN.match(statement)
    who = _meant_by(_OWNER[own[0].strip().lower()], source, name) if own is not None else None
    if own is not None and who is not None:
        return f"{who}{'’' if who.endswith('s') else '’s'} {statement[own.end() :]}"
    return statement


def _meant_by(pronoun: str, source: ResolvedSource, name: str) -> str | None:
    """Whom a pronoun that begins the words means: the speaker, or whoever's aide or sister the speaker is."""
    if pronoun == source.owned_by:
        return source.whose or None
    return name if _is_speaker(pronoun, source) else None


def _is_speaker(pronoun: str, source: ResolvedSource) -> bool:
    return is_speaker(pronoun, source) and (pronoun != "they" or source.several)


def _closed(statement: str) -> str:
    """The words without a quote mark that has lost its fellow."""
    for opening, closing in (("“", "”"), ("«", "»")):
        if statement.count(opening) != statement.count(closing):
            statement = statement.replace(opening, "").replace(closing, "")
    if statement.count('"') % 2:
        statement = statement.replace('"', "")
    return _STOP_IN_MARKS.sub(r"\1", tidy(statement).rstrip(_END))


_STOP_IN_MARKS = re.compile(r"(?<=\w)[.,]([”\"’'])$")
"""A stop before the last quote mark, which ends the sentence of the text and not the claim."""


def _capital(statement: str) -> str:
    for at, char in enumerate(statement):
        if char.isalnum():
            return statement[:at] + char.upper() + statement[at + 1 :]
    return statement
