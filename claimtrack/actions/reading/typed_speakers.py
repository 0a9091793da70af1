"""Who says a proposed claim, as a person types it: the chain of each speaker, and what is told of a new source."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace

from claimtrack.actions.reading.article import Article
from claimtrack.actions.reading.proposal_items import Item, ProposedClaim, with_item
from claimtrack.domain import vocabulary
from claimtrack.domain.anchors import find_passages
from claimtrack.domain.english import capitalized
from claimtrack.domain.naming import has_name
from claimtrack.domain.text import name_fold, terms
from claimtrack.errors import BadInput
from claimtrack.reading.own_voice import OWN_VOICE

OWN, NOBODY = OWN_VOICE, "nobody"
"""What is typed instead of a source: the outlet itself says it; nobody is named."""


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
    speakers = _with_ampersands(speakers, old, article)
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


def _with_ampersands(speakers: list[str], known: Container[str], article: Article) -> list[str]:
    """The speakers, those together that the text or the ledger calls one: "Vesk & Sons", "Vesk & Sons & Lorn".

    Not those that are two of the passage already (`known`: the folds of their names).
    """
    called = {name_fold(name) for one in article.sources for name in (one.name, *one.aliases)}
    made: list[str] = []
    for speaker in speakers:
        whole = f"{made[-1]} & {speaker}" if made else speaker
        apart = made and name_fold(made[-1]) in known and name_fold(speaker) in known
        one = name_fold(whole) in called or bool(find_passages(article.text, whole, limit=1))
        if made and one and not apart:
            made[-1] = whole
        else:
            made.append(speaker)
    return made


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
    return _of_another(first, speaker, article.text)


def _of_another(hop: Item, name: str, text: str) -> Item:
    """A hop that is somebody else than was read: how they know stays, but that a document says it.

    How they are named is told by the new name, but that one the `text` does not give is of the person who recorded it,
    and a description names nobody.
    """
    dropped = ("naming", "described_as", *(("basis",) if hop.get("basis") == "records" else ()))
    made: Item = {**{field: value for field, value in hop.items() if field not in dropped}, "source": name}
    given = has_name(name) and not find_passages(text, name.rpartition(" ")[2], limit=1)
    if hop.get("naming") == "anonymous" and (given or name[:1].islower()):
        made["naming"] = "anonymous"
    elif given:
        made["naming"] = hop["naming"] if hop.get("naming") in ("role", "group") else "role"
    return made


def _own(proposed: ProposedClaim, article: Article) -> ProposedClaim:
    if article.publisher is None:
        raise BadInput("its publisher is not known, so it has no voice of its own", "Give --publisher NAME.")
    one = {**_unjoined(proposed.assertions[0]), "chain": [{"source": article.publisher}], "quote_kind": "own"}
    one.pop("continues", None)
    if "label_words" in one:
        one["label_words"] = "own"
    return with_item(proposed, {**proposed.item, "assertions": [one]})


def renamed(proposed: ProposedClaim, called: str, name: str, text: str) -> ProposedClaim:
    """The claim with a source called otherwise; itself when it names no such source. `text` is the article's."""
    if name_fold(called) not in {name_fold(one) for one in (*proposed.names, *proposed.accused)} or called == name:
        return proposed
    assertions = [
        {**one, "chain": [_hop(hop, called, name, text) for hop in one["chain"]]} for one in proposed.assertions
    ]
    item = {**proposed.item, "text": reworded(proposed.item["text"], called, name, text), "assertions": assertions}
    if proposed.accused:
        item["about"] = [name if name_fold(one) == name_fold(called) else one for one in proposed.accused]
    return replace(proposed, item=item, sources=tuple(sources_renamed(proposed.sources, called, name)))


def _hop(hop: Item, called: str, name: str, text: str) -> Item:
    if name_fold(hop.get("source", "")) != name_fold(called):
        return hop
    stays = hop.get("naming") == "named" or same_source(called, name)
    return {**hop, "source": name} if stays else _of_another(hop, name, text)


def same_source(called: str, name: str) -> bool:
    """Whether two names are of one source: alike but for their spelling, or the whole name of which one is the end.

    Anybody else starts with nothing of what was told of the one called so before.
    """
    before, after = name_fold(called), name_fold(name)
    return before == after or (called[:1].isupper() and after.endswith(" " + before))


def sources_renamed(sources: Iterable[Item], called: str, name: str) -> list[Item]:
    """What is told of sources where one is called otherwise: it stays theirs unless they are somebody else.

    Of somebody else whose name ends in the same noun the kind stays: two of one surname are persons.
    """
    fold, kept = name_fold(called), same_source(called, name)
    of_one_kind = _head(fold) == _head(name_fold(name))
    made: list[Item] = []
    for one in sources:
        if name_fold(one["name"]) != fold:
            made.append(one)
        elif kept:
            given = name[: max(0, len(name) - len(called))].strip()
            role = one.get("role", "")
            if given and f" {role}".endswith(f" {given}"):  # "Inspector Col" of Brand, who is Col Brand
                role = role[: -len(given)].strip()
            rest = {field: value for field, value in one.items() if field != "role"}
            made.append({**rest, "name": name, **({"role": role} if role else {})})
        elif of_one_kind and "kind" in one:
            made.append({"name": name, "kind": one["kind"]})
    return made


def _head(name: str) -> list[str]:
    """The noun or surname that a folded name ends in, but for where somebody works: "inspector at the agency"."""
    return re.split(r" (?:at|of|in|from|for|with|who) ", name, maxsplit=1)[0].split()[-1:]


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


def source_description(kind: str, role: str | None, body: str | None) -> str:
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
    for piece in filter(None, map(str.strip, typed.split(","))):
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
