"""Changing a proposed claim field by field, from what a person types. Raises BadInput for what makes no sense.

What can only be told against the ledger (a figure nobody can read, a name that fits two sources) the preview tells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.opposite_claims import NO_CLAIM
from claimtrack.actions.reading.proposal_items import Item, ProposedClaim, asking, quote, with_item, without_doubt
from claimtrack.actions.reading.recording import CLAIMED
from claimtrack.actions.reading.typed_speakers import chains_typed, with_chains
from claimtrack.domain import vocabulary
from claimtrack.domain.anchors import find_passages
from claimtrack.domain.english import capitalized
from claimtrack.domain.text import tidy
from claimtrack.errors import BadInput
from claimtrack.queries.records import SuggestedClaim

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


def _get_denied(proposed: ProposedClaim) -> str:
    return _get_text(proposed) if proposed.assertions[0]["stance"] == "denies" else NO_CLAIM


def _set_denied(proposed: ProposedClaim, typed: str, article: Article) -> ProposedClaim:
    """The proposed claim as a denial of another."""
    denying = [{**one, "stance": "denies"} for one in proposed.assertions]
    return _set_text(with_item(proposed, {**proposed.item, "assertions": denying}), typed, article)


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
        if name == "figure" and not typed:  # the question was what the figure answers
            return without_doubt(with_item(proposed, {n: v for n, v in item.items() if n != "question"}), "question")
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
    return with_words(proposed, (place.start, place.end), article.text)


def with_words(proposed: ProposedClaim, span: tuple[int, int], text: str) -> ProposedClaim:
    """The proposed claim of other words of the text; a claim that was just the words before is just these."""
    made = [quoting(one, text, span) for one in proposed.assertions]
    item = {**proposed.item, "assertions": made}
    if as_claim(item["text"]) == as_claim(text[proposed.start : proposed.end]):
        item["text"] = as_claim(text[slice(*span)])
    return replace(with_item(proposed, item), content=(span,))


def quoting(assertion: Item, text: str, span: tuple[int, int]) -> Item:
    """An assertion of other words: indirect where it was partly quoted and these have nothing in quotation marks."""
    made = {**assertion, "quote": quote(text, *span)}
    if assertion.get("quote_kind") == "partial" and not set(text[slice(*span)]) & set(_QUOTED):
        made["quote_kind"] = "indirect"
    return made


def as_claim(words: str) -> str:
    """Words of the text as a claim by themselves, without the quotation marks round all of them."""
    words = tidy(words).strip(" .,;:")
    inner = words[1:-1] if words[:1] in _QUOTED and words[-1:] in _QUOTED else words
    return capitalized(words if set(inner) & set(_QUOTED) else inner)


_QUOTED = '“”"‘«»„'


def attributed_to(proposed: ProposedClaim, claim: SuggestedClaim) -> ProposedClaim:
    """The proposed claim as a further attribution of a claim of the ledger, which stays as it is: in no doubt."""
    item = {name: value for name, value in proposed.item.items() if name not in CLAIMED}
    return without_doubt(with_item(proposed, {**item, "text": claim.text}), "claim", *CLAIMED)


def _get_question(proposed: ProposedClaim) -> str:
    return str(proposed.item.get("question", ""))


def _set_question(proposed: ProposedClaim, typed: str, _article: Article) -> ProposedClaim:
    return replace(asking(proposed, "" if typed == NO_QUESTION else typed), edited=True)


_ALLEGES, _SET_ALLEGES = _item_field("allegation", lambda alleges: YES if alleges else NO, lambda typed: typed == YES)


def _set_allegation(proposed: ProposedClaim, typed: str, article: Article) -> ProposedClaim:
    """Whether it alleges wrongdoing: what alleges none is no claim about whoever it seemed to accuse."""
    changed = _SET_ALLEGES(proposed, typed, article)
    if typed == YES:
        return changed
    return with_item(changed, {key: value for key, value in changed.item.items() if key != "about"})


FIELDS: dict[str, Field] = {
    "who": Field("who says it", chains_typed, with_chains),
    "claim": Field("the claim", _get_text, _set_text),
    "denies": Field("a denial of", _get_denied, _set_denied),
    "kind": Field("kind of claim", *_item_field("kind"), vocabulary.CLAIM_KINDS),
    "figure": Field("figure as said", *_answer_field("figure")),
    "label": Field("label", *_answer_field("label")),
    "question": Field("question it answers", _get_question, _set_question),
    "allegation": Field("alleges wrongdoing", _ALLEGES, _set_allegation, (YES, NO)),
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
