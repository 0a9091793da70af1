"""Changing a proposed claim field by field, from what a person types. Raises BadInput for what makes no sense.

What can only be told against the ledger (a figure nobody can read, a name that fits two sources) the preview tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.proposal_items import Item, ProposedClaim, asking, quote, with_item, without_doubt
from claimtrack.actions.reading.recording import CLAIMED
from claimtrack.domain import vocabulary
from claimtrack.domain.anchors import find_passages
from claimtrack.domain.english import capitalized
from claimtrack.domain.naming import has_name
from claimtrack.domain.text import holds_words, name_fold, terms, tidy
from claimtrack.errors import BadInput
from claimtrack.queries.records import SuggestedClaim
from claimtrack.reading.own_voice import OWN_VOICE


def renamed(proposed: ProposedClaim, called: str, name: str, text: str) -> ProposedClaim:
    """The claim with a source called otherwise; itself when it names no such source. `text` is the article's."""
    if name_fold(called) not in {name_fold(one) for one in (*proposed.names, *proposed.accused)} or called == name:
        return proposed
    assertions = [{**one, "chain": [_hop(hop, called, name) for hop in one["chain"]]} for one in proposed.assertions]
    item = {**proposed.item, "text": reworded(proposed.item["text"], called, name, text), "assertions": assertions}
    if proposed.accused:
        item["about"] = [name if name_fold(one) == name_fold(called) else one for one in proposed.accused]
    return replace(proposed, item=item, sources=tuple(sources_renamed(proposed.sources, called, name)))


def _hop(hop: Item, called: str, name: str) -> Item:
    return {**hop, "source": name} if name_fold(hop.get("source", "")) == name_fold(called) else hop


def same_source(called: str, name: str) -> bool:
    """Whether two names are of one source: alike but for their spelling, or the whole name of which one is the end.

    Anybody else starts with nothing of what was told of the one called so before.
    """
    before, after = name_fold(called), name_fold(name)
    return before == after or (called[:1].isupper() and after.endswith(" " + before))


def sources_renamed(sources: Iterable[Item], called: str, name: str) -> list[Item]:
    """What is told of sources where one is called otherwise: it stays theirs unless they are somebody else."""
    fold, kept = name_fold(called), same_source(called, name)
    sources = [one for one in sources if kept or name_fold(one["name"]) != fold]
    return [{**one, "name": name} if name_fold(one["name"]) == fold else one for one in sources]


def reworded(claim: str, called: str, name: str, text: str) -> str:
    """A claim that begins with what a speaker was called, beginning with what they are called now; else as it was.

    "The" stays before a name that the article's `text` gives so.
    """
    for article in ("", "The "):
        begin = article + called
        if name_fold(claim[: len(begin)]) != name_fold(begin) or claim[len(begin) : len(begin) + 1].isalnum():
            continue
        the = "The " if article and (name[:1].islower() or f"the {name_fold(name)}" in name_fold(text)) else ""
        return f"{the}{name if the else capitalized(name)}{claim[len(begin) :]}"
    return claim


OWN, NOBODY = OWN_VOICE, "nobody"
"""What is typed instead of a source: the outlet itself says it; nobody is named."""

NO_QUESTION = "no question"
"""What is typed instead of a question, as nothing is: a figure that answers none."""

NO_FIGURE = "no figure"
"""What is typed instead of a figure, as nothing is: a claim that is about none."""

YES, NO = "yes", "no"

ANSWER = ("unit", "counting", "scope", "for_date", "low", "high")
_LISTS = ("evidence_given", "caveats")


Getter = Callable[[ProposedClaim], str]
Setter = Callable[[ProposedClaim, str, Article], ProposedClaim]
Accessors = tuple[Getter, Setter]


@dataclass(frozen=True, slots=True)
class Field:
    """Something of a proposed claim that a person may change: what it is called, what it holds, how it is set.

    `words` are those that may be typed, () for any.
    """

    title: str
    get: Getter
    set: Setter
    words: tuple[str, ...] = ()


def chains_typed(proposed: ProposedClaim) -> str:
    """Who says it as a person types it: "Ana & Ben > AFP", from the speakers outward."""
    chains = [_names(one) for one in proposed.assertions]
    firsts = list(dict.fromkeys(chain[0] for chain in chains))
    return " > ".join([" & ".join(firsts), *chains[0][1:]])


def _names(assertion: Item) -> list[str]:
    if assertion.get("quote_kind") == "own":
        return [OWN]
    return [hop.get("source", NOBODY) for hop in assertion["chain"]]


def with_chains(proposed: ProposedClaim, typed: str, article: Article) -> ProposedClaim:
    """The proposed claim said by others; what hops told of themselves stays with those that stay."""
    names = [part.strip() for part in f" {typed} ".split(" > ")]
    speakers = [part.strip() for part in f" {names[0]} ".split(" & ")]
    if not all((*names, *speakers)):
        raise BadInput("a source is missing", "Write it as Ana & Ben > AFP, from the speakers outward.")
    if OWN in speakers:
        return _own(proposed, article)
    old = {name_fold(hop["source"]): hop for one in proposed.assertions for hop in one["chain"] if "source" in hop}
    first, base = proposed.assertions[0]["chain"][0], _unjoined(proposed.assertions[0])
    made = []
    for at, speaker in enumerate(speakers, 1):
        hop = _first(old.get(name_fold(speaker)), first, speaker, article)
        chain = [hop, *({**old.get(name_fold(name), {}), "source": name} for name in names[1:])]
        named = base["key"] if at == 1 else f"{base['key']}.{at}"
        made.append({**base, "key": named, "chain": chain})
    if len(made) > 1:
        joint = proposed.assertions[0].get("joint") or base["key"] + proposed.mark.rpartition("-")[2]
        made = [{**one, "joint": joint} for one in made]
    item = {**proposed.item, "assertions": made}
    sources: list[Item] = [*proposed.sources]
    here = {name_fold(name) for name in (*speakers, *names[1:])}
    for one, speaker in zip(proposed.assertions, speakers, strict=False):
        before = one["chain"][0].get("source")
        if before and speaker != NOBODY and (name_fold(before) not in here or name_fold(before) == name_fold(speaker)):
            sources = sources_renamed(sources, before, speaker)
            together = " and ".join(speakers) if len(proposed.assertions) == 1 else speaker
            item["text"] = reworded(item["text"], before, together, article.text)
    return with_item(proposed, item, sources)


def _unjoined(assertion: Item) -> Item:
    kept = {name: value for name, value in assertion.items() if name not in ("chain", "joint")}
    if kept.get("quote_kind") == "own":
        kept.pop("quote_kind")
        if kept.get("label_words") == "own":
            kept["label_words"] = "reported"
    return kept


def _first(known: Item | None, first: Item, speaker: str, article: Article) -> Item:
    if known is not None:
        return {**known, "source": speaker}
    if speaker == NOBODY:
        hedge = first.get("hedge")
        return {"naming": "hearsay", **({"hedge": hedge} if hedge else {})}
    kept = {name: value for name, value in first.items() if name not in ("source", "naming", "described_as")}
    hop: Item = {"source": speaker, **kept}
    if has_name(speaker) and not find_passages(article.text, speaker.rpartition(" ")[2], limit=1):
        hop["naming"] = first["naming"] if first.get("naming") in ("role", "group", "anonymous") else "role"
    return hop


def _own(proposed: ProposedClaim, article: Article) -> ProposedClaim:
    if article.publisher is None:
        raise BadInput("its publisher is not known, so it has no voice of its own", "Give --publisher NAME.")
    one = {**_unjoined(proposed.assertions[0]), "chain": [{"source": article.publisher}], "quote_kind": "own"}
    one.pop("continues", None)
    if "label_words" in one:
        one["label_words"] = "own"
    return with_item(proposed, {**proposed.item, "assertions": [one]})


def _get_text(proposed: ProposedClaim) -> str:
    return str(proposed.item["text"])


def _set_text(proposed: ProposedClaim, typed: str, article: Article) -> ProposedClaim:
    """The proposed claim in other words; where another claim is in these words, it is that claim, with its kind."""
    if not typed:
        raise BadInput("the claim has no words", "Write one proposition.")
    for claim in article.claims:
        if claim.text == typed:
            return attributed_to(proposed, claim)
    item = {**proposed.item, "text": typed}
    for other in article.proposed:
        if other.item["text"] == typed and other.mark != proposed.mark:
            item = {name: value for name, value in item.items() if name not in CLAIMED}
            item |= {name: other.item[name] for name in CLAIMED if name in other.item}
            break
    return with_item(proposed, item)


def _item_field(name: str, shown: Callable[[Any], str] = str, read: Callable[[str], Any] = str) -> Accessors:
    """A field of the claim: `shown` spells its value ("" where it has none), `read` makes a value of what is typed."""

    def get(proposed: ProposedClaim) -> str:
        return shown(proposed.item.get(name, ""))

    def put(proposed: ProposedClaim, typed: str, _article: Article) -> ProposedClaim:
        item = {key: value for key, value in proposed.item.items() if key != name}
        value = read(typed)
        return with_item(proposed, {**item, name: value} if value else item)

    return get, put


def _list(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _answer_field(name: str) -> Accessors:
    """A figure or a label; setting one takes the place of the other, and of the kind of claim that went with it."""
    kind = {"figure": "figure", "label": "characterisation"}.get(name)

    def get(proposed: ProposedClaim) -> str:
        return str(proposed.item.get("answer", {}).get(name, ""))

    def put(proposed: ProposedClaim, typed: str, _article: Article) -> ProposedClaim:
        typed = "" if name == "figure" and typed == NO_FIGURE else typed
        item = {key: value for key, value in proposed.item.items() if key != "answer"}
        before = proposed.item.get("answer", {})
        if name == "figure":
            before = {n: v for n, v in before.items() if n not in ("low", "high")}
        if typed:
            kept = before if name in ANSWER else {n: v for n, v in before.items() if name == "figure" and n in ANSWER}
            item["answer"] = {**kept, name: typed}
        elif rest := {n: v for n, v in before.items() if n != name and name in ANSWER}:
            item["answer"] = rest
        if kind is not None:
            if typed:
                item["kind"] = kind
            elif item.get("kind") == kind:
                item["kind"] = "event"
            if "label" not in item.get("answer", {}):
                item["assertions"] = [
                    {n: v for n, v in one.items() if n != "label_words"} for one in proposed.assertions
                ]
        return with_item(proposed, item)

    return get, put


def _assertion_field(name: str, *, hop: int | None = None) -> Accessors:
    """A field of every assertion; of one hop of its chain where `hop` says which (0 is the origin, -1 the last)."""

    def get(proposed: ProposedClaim) -> str:
        first = proposed.assertions[0]
        value = (first if hop is None else first["chain"][hop]).get(name, "")
        return ", ".join(value) if isinstance(value, list | tuple) else str(value)

    def put(proposed: ProposedClaim, typed: str, _article: Article) -> ProposedClaim:
        value: Any = _list(typed) if name in _LISTS else typed
        changed = []
        for assertion in proposed.assertions:
            holder = assertion if hop is None else assertion["chain"][hop]
            holder = {key: old for key, old in holder.items() if key != name} | ({name: value} if value else {})
            if hop is not None:
                chain = [*assertion["chain"]]
                chain[hop] = holder
                holder = {**assertion, "chain": chain}
            changed.append(holder)
        return with_item(proposed, {**proposed.item, "assertions": changed})

    return get, put


def _get_words(proposed: ProposedClaim) -> str:
    return str(proposed.assertions[0]["quote"]["exact"])


def _set_words(proposed: ProposedClaim, typed: str, article: Article) -> ProposedClaim:
    """The passage itself: the nearest place of these words in the text."""
    places = find_passages(article.text, typed)
    if not places:
        raise BadInput("these words are not in the text", "Type them as they stand; ' ... ' spans what is between.")
    place = min(places, key=lambda one: abs(one.start - proposed.start))
    return _with_words(proposed, (place.start, place.end), article.text)


def _with_words(proposed: ProposedClaim, span: tuple[int, int], text: str) -> ProposedClaim:
    """The proposed claim of other words of the text; a claim that was just the words before is just these."""
    made = [_quoting(one, text, span) for one in proposed.assertions]
    item = {**proposed.item, "assertions": made}
    if _same_words(item["text"], text[proposed.start : proposed.end]):
        item["text"] = _as_claim(text[slice(*span)])
    return replace(with_item(proposed, item), content=(span,))


def _quoting(assertion: Item, text: str, span: tuple[int, int]) -> Item:
    """An assertion of other words: indirect where it was partly quoted and these have nothing in quotation marks."""
    made = {**assertion, "quote": quote(text, *span)}
    if assertion.get("quote_kind") == "partial" and not set(text[slice(*span)]) & set(_QUOTED):
        made["quote_kind"] = "indirect"
    return made


def _as_claim(words: str) -> str:
    """Words of the text as a claim by themselves, without the quotation marks round all of them."""
    words = tidy(words).strip(" .,;:")
    inner = words[1:-1] if words[:1] in _QUOTED and words[-1:] in _QUOTED else words
    return capitalized(words if set(inner) & set(_QUOTED) else inner)


def _same_words(one: str, other: str) -> bool:
    return _as_claim(one) == _as_claim(other)


_QUOTED = '“”"‘«»„'
_SECOND = re.compile(
    r"(?:[,;:]\s|\s[–—-]\s|\s)(?=(?:and|but|while|whereas|although|though|which|who|as|after|since|because)\s)|[;:,]\s"
)
_JOINER = re.compile(r"(?:and|but|while|whereas|although|though)\s+")
_JOINED = re.compile(r"\b(?:and|but|while|whereas|although|though)$", re.IGNORECASE)
_BETWEEN = " \t\r\n,;:–—-"
"""What may stand between two parts of a passage."""
MOST_PARTS = 9
"""Places at which a passage may be parted that are listed."""


def attributed_to(proposed: ProposedClaim, claim: SuggestedClaim) -> ProposedClaim:
    """The proposed claim as a further attribution of a claim of the ledger, which stays as it is: in no doubt."""
    item = {name: value for name, value in proposed.item.items() if name not in CLAIMED}
    return without_doubt(with_item(proposed, {**item, "text": claim.text}), "claim", *CLAIMED)


def second_parts(proposed: ProposedClaim, article: Article) -> dict[str, int]:
    """Where a passage may be parted: the words of its second part, and where they begin in the text.

    Those that a conjunction begins stand first: there two claims meet most often.
    """
    end = proposed.end
    places = dict.fromkeys(match.end() for match in _SECOND.finditer(article.text, proposed.start, end))
    joined = sorted(places, key=lambda at: _JOINER.match(article.text, at) is None)
    return {tidy(article.text[at:end]): at for at in joined[:MOST_PARTS]}


def place_of_part(proposed: ProposedClaim, typed: str, article: Article) -> int | None:
    """Where words begin that are typed for the second part of a passage, past a word that joins; None where nowhere."""
    listed = second_parts(proposed, article)
    own = article.text[proposed.start : proposed.end]
    places = [listed[typed]] if typed in listed else [proposed.start + one.start for one in find_passages(own, typed)]
    for at in places:
        joiner = _JOINER.match(article.text, at)
        begins = at if joiner is None else joiner.end()
        if proposed.start < at and begins < proposed.end and _first_part(article.text[proposed.start : at]):
            return begins
    return None


def _first_part(text: str) -> str:
    """The first part of a passage up to where the second begins, without the word that joins them."""
    return _JOINED.sub("", text.rstrip(_BETWEEN)).rstrip(_BETWEEN)


def parted_at(proposed: ProposedClaim, at: int, article: Article, second: ProposedClaim) -> tuple[ProposedClaim, ...]:
    """A claim parted in two at a place of its passage, both of the same speakers; `second` is as read by itself.

    Each keeps what is in doubt, and is just its own words; the first keeps a figure or a label that it still has.
    """
    text = article.text
    stop = proposed.start + len(_first_part(text[proposed.start : at]))
    first = _with_words(proposed, (proposed.start, stop), text)
    first = with_item(first, {**first.item, "text": _as_claim(text[proposed.start : stop])})
    answer = first.item.get("answer", {})
    for name in ("figure", "label"):
        if name in answer and not holds_words(tidy(text[proposed.start : stop]).casefold(), answer[name].casefold()):
            first = FIELDS[name].set(first, "", article)
            first = FIELDS["question"].set(first, "", article)
    (own,) = second.assertions
    made: list[Item] = []
    for number, one in enumerate(proposed.assertions, 1):
        key = own["key"] if number == 1 else f"{own['key']}.{number}"
        kept = {name: value for name, value in one.items() if name not in ("continues", "label_words")}
        made.append({**_quoting(kept, text, (at, proposed.end)), "key": key})
    if "joint" in made[0]:
        made = [{**one, "joint": own["key"]} for one in made]
    alleged: Item = {name: proposed.item[name] for name in ("allegation", "about") if name in proposed.item}
    item: Item = {**second.item, **alleged, "assertions": made}
    theirs = ("who", "release", "allegation")
    doubts = tuple(one for one in proposed.doubts if one.field in theirs)
    doubts += tuple(one for one in second.doubts if one.field not in theirs)
    return first, replace(
        with_item(second, item, proposed.sources), source=proposed.source, cue=proposed.cue, doubts=doubts
    )


def _get_question(proposed: ProposedClaim) -> str:
    return str(proposed.item.get("question", ""))


def _set_question(proposed: ProposedClaim, typed: str, _article: Article) -> ProposedClaim:
    return replace(asking(proposed, "" if typed == NO_QUESTION else typed), edited=True)


_ALLEGATION = _item_field("allegation", lambda alleges: YES if alleges else NO, lambda typed: typed == YES)

FIELDS: dict[str, Field] = {
    "who": Field("who says it", chains_typed, with_chains),
    "claim": Field("the claim", _get_text, _set_text),
    "kind": Field("kind of claim", *_item_field("kind"), vocabulary.CLAIM_KINDS),
    "figure": Field("figure as said", *_answer_field("figure")),
    "label": Field("label", *_answer_field("label")),
    "question": Field("question it answers", _get_question, _set_question),
    "allegation": Field("alleges wrongdoing", *_ALLEGATION, (YES, NO)),
    "about": Field("by whom (whom it is about)", *_item_field("about", ", ".join, _list)),
    "passage": Field("words of the text", _get_words, _set_words),
    "stance": Field("stance", *_assertion_field("stance"), vocabulary.STANCES),
    "quote_kind": Field("how the words are given", *_assertion_field("quote_kind"), vocabulary.QUOTE_KINDS),
    "label_words": Field("whose word the label is", *_assertion_field("label_words"), vocabulary.LABEL_WORDS),
    "evidence_given": Field("evidence given", *_assertion_field("evidence_given"), vocabulary.EVIDENCE_GIVEN),
    "caveats": Field("caveats", *_assertion_field("caveats", hop=-1), vocabulary.CAVEATS),
    "basis": Field("how they know", *_assertion_field("basis", hop=0), vocabulary.BASES),
    "naming": Field("how they are named", *_assertion_field("naming", hop=0), vocabulary.NAMINGS),
    "hedge": Field("hedge", *_assertion_field("hedge", hop=0)),
    "said": Field("when it was said", *_assertion_field("said", hop=0)),
    "described_as": Field("described as", *_assertion_field("described_as", hop=0)),
    "occasion": Field("occasion", *_assertion_field("occasion")),
    "release": Field("terms", *_assertion_field("release"), vocabulary.RELEASES),
    "counting": Field("whom it counts", *_answer_field("counting")),
    "unit": Field("unit", *_answer_field("unit")),
    "scope": Field("place and hours", *_answer_field("scope")),
    "for_date": Field("the day it is about", *_answer_field("for_date")),
}
"""Every field that can be changed, by its name."""


def change(proposed: ProposedClaim, name: str, typed: str, article: Article) -> ProposedClaim:
    """The proposed claim with a field as typed; a unique beginning of a word will do, and nothing clears a field."""
    field = FIELDS[name]
    typed = typed.strip()
    if typed and field.words:
        typed = ", ".join(_word(part.strip(), field) for part in (typed.split(",") if name in _LISTS else [typed]))
    if typed == field.get(proposed):
        return without_doubt(proposed, name) if any(doubt.field == name for doubt in proposed.doubts) else proposed
    return without_doubt(field.set(proposed, typed, article), name)


def _word(typed: str, field: Field) -> str:
    wanted = typed.casefold().replace(" ", "-").replace("_", "-")
    fits = [word for word in field.words if word == wanted] or [word for word in field.words if word.startswith(wanted)]
    if len(fits) != 1:
        raise BadInput(f"{typed!r} is none of these, or several", f"One of {', '.join(field.words)}.")
    return fits[0]


def source_description(name: str, kind: str, role: str | None, body: str | None) -> str:
    """What is told of a new source as a person types it: "person, mayor of Ista, for Ista Council"."""
    return ", ".join([kind, *([role] if role else []), *([f"for {body}"] if body else [])])


def kinds_for(told: str) -> list[str]:
    """What is told of a source with each of the kinds that it may be of, as many as have a figure, in one order."""
    _, comma, rest = told.partition(", ")
    return [f"{one}{comma}{rest}" for one in vocabulary.SOURCE_KINDS][:9]


def with_source(proposed: ProposedClaim, name: str, typed: str) -> ProposedClaim:
    """The claim with what a person tells of a source that is new: its kind, then its role, then "for" its body."""
    rest = [one for one in proposed.sources if name_fold(one["name"]) != name_fold(name)]
    return replace(proposed, sources=(*rest, parse_source_description(name, typed)))


def parse_source_description(name: str, typed: str) -> Item:
    """What a person told of a source, as an item: what is neither a kind nor "for" a body is its role."""
    told: Item = {"name": name}
    for piece in _list(typed):
        if piece.casefold().startswith("for "):
            told["speaks_for"] = piece[4:].strip()
        elif "kind" not in told and (kind := _kind(piece)) is not None:
            told["kind"] = kind
        else:
            told["role"] = f"{told['role']}, {piece}" if "role" in told else piece
    return told


def _kind(piece: str) -> str | None:
    wanted = piece.casefold().replace(" ", "-")
    fits = [kind for kind in vocabulary.SOURCE_KINDS if kind == wanted]
    fits = fits or [kind for kind in vocabulary.SOURCE_KINDS if len(wanted) > 2 and kind.startswith(wanted)]
    return fits[0] if len(fits) == 1 else None


def is_called_so_in_text(proposed: ProposedClaim, name: str, article: Article) -> bool:
    """Whether the text itself calls a speaker by this name, so that a correction holds for the name.

    Not where a pronoun was taken to be them: then only this passage was misread.
    """
    wanted = set(terms(name)) - _ARTICLES
    phrases = (set(terms(article.text[start:end])) - _ARTICLES for start, end in proposed.source)
    return any(phrase and (wanted <= phrase or phrase <= wanted) for phrase in phrases)


_ARTICLES = {"the", "a", "an"}
