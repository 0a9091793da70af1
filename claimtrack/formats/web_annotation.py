"""Web Annotation (W3C) in and out, and what Hypothesis exports: marked passages with remarks and tags.

A marked passage is an assertion of a claim in the words that were marked. An annotation does not say who said them:
a tag `source: Ines > Coast Wire` does, else nobody is named. What claimtrack writes has such tags, and the claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import orjson

from claimtrack.domain.dates import DateError, read_when
from claimtrack.domain.records import FileItem, FilePosition, ReadNotice
from claimtrack.domain.text import key, tidy
from claimtrack.domain.urls import url_key
from claimtrack.formats.foreign import checked, foreign_text
from claimtrack.formats.strict_json import read_json
from claimtrack.problem import Problem
from claimtrack.schema.limits import fault, shown

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OURS = "urn:claimtrack:assertion:"
"""What the id of an annotation that claimtrack wrote begins with."""
SOURCE_TAG = "source: "
"""What a tag begins with that says who said a passage, and then who passed it on: `source: Ines > Coast Wire`."""

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_ONE_URI = ("id", "rights", "via", "canonical")
_ONE_TIME = ("created", "modified", "generated")
_DIRECTIONS = ("ltr", "rtl", "auto")
_SETS = ("Choice", "Composite", "List", "Independents")
_CONSUMED = frozenset(["@context", "type", "body", "bodyValue", "target", "text", "tags", "uri", "document"])


@dataclass(slots=True)
class _Annotation:
    """What is taken of an annotation, and `rest`: what claimtrack has no field for."""

    ours: bool = False
    claim: str | None = None
    remarks: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    rest: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Target:
    """A place that an annotation is about."""

    uri: str
    title: str | None = None
    quote: dict[str, str] | None = None
    rest: list[Any] = field(default_factory=list)


def read(stream: BinaryIO, file: str | None) -> Iterator[FileItem | ReadNotice | Problem]:
    """The items of every annotation of a file, in order: one, a list of them, a page, a collection, or an export."""
    value, problems = read_json(stream.read(), file, decimals_as_text=True)
    if problems:
        yield from problems
        return
    said: set[tuple[str, ...]] = set()
    for annotation, at in _annotations(value, FilePosition(file, 1), top=True):
        if isinstance(annotation, ReadNotice | Problem):
            yield annotation
        else:
            yield from _items(annotation, at, said)


def _annotations(
    value: Any, at: FilePosition, *, top: bool = False
) -> Iterator[tuple[dict[str, Any] | ReadNotice | Problem, FilePosition]]:
    """The annotations of a file, in lists, pages and collections, or what is wrong; each with its place."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _annotations(each, at.below(number), top=top)
        return
    if not isinstance(value, dict):
        yield fault(at, "an annotation is an object in braces", shown(value), '{"type": "Annotation", ...}', "type"), at
        return
    if top and (faults := _context_faults(value, at)):
        for each in faults:
            yield each, at
        return
    for name in ("items", "rows", "annotations"):
        if isinstance(value.get(name), list) and "target" not in value:
            yield from _annotations(value[name], at.below(name))
            return
    if _has_type(value, "AnnotationCollection", "AnnotationPage"):
        first = value.get("first")
        if isinstance(first, dict):
            yield from _annotations(first, at.below("first"))
        if not isinstance(first, dict) or isinstance(value.get("next") or first.get("next"), str):
            yield ReadNotice("A collection goes on elsewhere: those annotations are not in this file"), at
        return
    yield value, at


def _context_faults(value: Mapping[str, Any], at: FilePosition) -> list[Problem]:
    if _is_hypothesis(value) or any(isinstance(value.get(name), list) for name in ("rows", "annotations")):
        return []
    context = value.get("@context")
    if context == CONTEXT or (isinstance(context, list) and CONTEXT in context):
        return []
    return [fault(at.below("@context"), "it does not say that it is a Web Annotation", shown(context), CONTEXT, "type")]


def _items(
    given: dict[str, Any], at: FilePosition, said: set[tuple[str, ...]]
) -> Iterator[FileItem | ReadNotice | Problem]:
    """The items of one annotation. `said` is what tells apart those records of the file that another may repeat."""
    hypothesis = _is_hypothesis(given)
    faults = [] if hypothesis else _faults(given, at)
    targets = _hypothesis_targets(given) if hypothesis else _targets(given, at, faults)
    if faults:
        yield from faults
        return
    annotation = _of_hypothesis(given) if hypothesis else _of_w3c(given)
    for target in targets:
        if annotation.ours:
            target.rest.clear()
        yield from _document(target, at, said)
        if target.quote is not None:
            yield from _passage(annotation, target, at, said)
        else:
            yield from _page_note(annotation, target, at, said)


def _is_new(said: set[tuple[str, ...]], *parts: str) -> bool:
    """Whether no annotation before made the record that these parts tell apart."""
    known = len(said)
    said.add(parts)
    return len(said) > known


def _document(target: _Target, at: FilePosition, said: set[tuple[str, ...]]) -> Iterator[FileItem | Problem]:
    if not _is_new(said, url_key(target.uri)):
        return
    if _WEB.fullmatch(target.uri):
        item = {"url": target.uri, **({"title": target.title} if target.title else {})}
    else:
        item = {"title": target.title or target.uri}
        if target.title:
            item["foreign"] = foreign_text({"uri": target.uri})
    yield from checked("document", item, at)


def _named(target: _Target) -> str:
    """How records name the document of a target."""
    return target.uri if _WEB.fullmatch(target.uri) else target.title or target.uri


def _passage(
    annotation: _Annotation, target: _Target, at: FilePosition, said: set[tuple[str, ...]]
) -> Iterator[FileItem | ReadNotice | Problem]:
    """A claim in the words that an annotation marks, said by whom its tags name; its remarks are notes."""
    assert target.quote is not None
    tags, chain = _chain(annotation.tags)
    claim = annotation.claim or " ".join(target.quote["exact"].split())
    assertion: dict[str, Any] = {"document": _named(target), "chain": chain, "quote": target.quote}
    rest = {**annotation.rest, **({"target": target.rest} if target.rest else {})}
    if _is_new(said, url_key(target.uri), tidy(claim), tidy(target.quote["exact"]), *map(key, map(str, chain))):
        assertion |= {"foreign": foreign_text(rest)} if rest else {}
    elif rest:
        yield ReadNotice("Left out, as another annotation marks the same words: when and by whom it was made")
    if annotation.remarks:
        assertion["notes"] = annotation.remarks
    item: dict[str, Any] = {"text": claim, "assertions": [assertion]}
    if tags:
        item["tags"] = tags
    if chain == [_NOBODY]:
        yield ReadNotice(f"Recorded as said by nobody named, as no tag `{SOURCE_TAG}NAME` says by whom")
    yield from checked("claim", item, at)


_NOBODY = {"naming": "passive"}


def _chain(tags: Iterable[str]) -> tuple[list[str], list[Any]]:
    """The tags without the one that says who spoke, and the chain that it gives."""
    others: list[str] = []
    chain: list[Any] = []
    for tag in tags:
        if tag.startswith(SOURCE_TAG) and not chain:
            chain = [name.strip() for name in tag.removeprefix(SOURCE_TAG).split(" > ") if name.strip()]
        else:
            others.append(tag)
    return others, chain or [_NOBODY]


def _page_note(
    annotation: _Annotation, target: _Target, at: FilePosition, said: set[tuple[str, ...]]
) -> Iterator[FileItem | ReadNotice | Problem]:
    """What is said of a document as a whole."""
    rest = {**annotation.rest, **({"target": target.rest} if target.rest else {})}
    page = url_key(target.uri)
    first = {"foreign": foreign_text(rest)} if rest else {}
    for remark in annotation.remarks:
        new = _is_new(said, page, "note", tidy(remark))
        yield from checked("note", {"target": _named(target), "text": remark, **(first if new else {})}, at)
        first = {} if new else first
    for tag in annotation.tags:
        new = _is_new(said, page, "tag", key(tag))
        yield from checked("tag", {"target": _named(target), "name": tag, **(first if new else {})}, at)
        first = {} if new else first
    if first and (annotation.remarks or annotation.tags):
        yield ReadNotice("Left out, as another annotation says the same of a page: when and by whom it was made")
    elif first:
        yield ReadNotice("Left out, as it neither marks words nor says any: an annotation but for its document")


# What Hypothesis exports.


def _is_hypothesis(given: Mapping[str, Any]) -> bool:
    return "type" not in given and isinstance(given.get("uri"), str)


def _of_hypothesis(given: Mapping[str, Any]) -> _Annotation:
    text, tags = given.get("text"), given.get("tags")
    return _Annotation(
        remarks=[text] if isinstance(text, str) and text.strip() else [],
        tags=[tag for tag in tags if isinstance(tag, str) and tag.strip()] if isinstance(tags, list) else [],
        rest={name: value for name, value in given.items() if name not in _CONSUMED},
    )


def _hypothesis_targets(given: Mapping[str, Any]) -> list[_Target]:
    document = given.get("document")
    title = document.get("title") if isinstance(document, dict) else None
    title = title[0] if isinstance(title, list) and title else title
    targets = given.get("target")
    first = targets[0] if isinstance(targets, list) and targets else None
    target = _Target(given["uri"], title.strip() or None if isinstance(title, str) else None)
    _select(first.get("selector") if isinstance(first, dict) else None, target)
    return [target]


# The W3C model.


def _has_type(value: Mapping[str, Any], *names: str) -> bool:
    given = value.get("type")
    return given in names if isinstance(given, str) else isinstance(given, list) and any(one in names for one in given)


def _faults(given: Mapping[str, Any], at: FilePosition) -> list[Problem]:
    """What the model does not allow of an annotation; of its targets `_targets` says it."""
    found = []
    if not _has_type(given, "Annotation"):
        found.append(fault(at.below("type"), "this is no annotation", shown(given.get("type")), "Annotation", "type"))
    for name in _ONE_URI:
        if name in given and not (isinstance(given[name], str) and _URI.fullmatch(given[name])):
            found.append(fault(at.below(name), "this must be one web address", shown(given[name]), code="uri"))
    for name in _ONE_TIME:
        if name in given and not _is_time(given[name]):
            found.append(fault(at.below(name), "this must be one date", shown(given[name]), "2026-03-01T12:00:00Z"))
    for name in ("creator", "generator"):
        some = given.get(name, [])
        for one in some if isinstance(some, list) else [some]:
            if not (isinstance(one, dict) or (isinstance(one, str) and _URI.fullmatch(one))):
                found.append(fault(at.below(name), "this must be an object or a web address", shown(one), code="uri"))
    if "body" in given and "bodyValue" in given:
        found.append(fault(at.below("bodyValue"), "an annotation has a body or a bodyValue, never both"))
    if not isinstance(given.get("bodyValue", ""), str):
        found.append(fault(at.below("bodyValue"), "this must be one text", shown(given["bodyValue"]), code="type"))
    bodies = given.get("body", [])
    for number, body in enumerate(bodies if isinstance(bodies, list) else [bodies]):
        found += _body_faults(body, at.below("body", number) if isinstance(bodies, list) else at.below("body"))
    return found


def _is_time(value: Any) -> bool:
    from datetime import UTC

    try:
        return isinstance(value, str) and bool(read_when(value, UTC))
    except DateError:
        return False


def _body_faults(body: Any, at: FilePosition) -> list[Problem]:
    """What of a body the recommendation does not allow."""
    if isinstance(body, str):
        return [] if _URI.fullmatch(body) else [fault(at, "this must be a web address", shown(body), code="uri")]
    if not isinstance(body, dict):
        return [fault(at, "a body is an object or a web address", shown(body), code="type")]
    found = []
    if _has_type(body, "TextualBody") and not isinstance(body.get("value"), str):
        found.append(fault(at.below("value"), "a textual body has one text", shown(body.get("value")), code="type"))
    if isinstance(body.get("type"), list) and sum(one in _SETS for one in body["type"]) > 1:
        found.append(fault(at.below("type"), "it cannot be more than one of these", shown(body["type"])))
    if "items" in body and not _has_type(body, *_SETS):
        found.append(fault(at, "it has items but does not say of what kind", accepted=", ".join(_SETS), code="type"))
    if not {"id", "value", "items", "source"} & set(body):
        found.append(fault(at, "a body has an id, a value, a source or items", shown(body)))
    if "id" in body and not (isinstance(body["id"], str) and _URI.fullmatch(body["id"])):
        found.append(fault(at.below("id"), "this must be one web address", shown(body["id"]), code="uri"))
    for name in ("format", "language", "processingLanguage", "textDirection"):
        found += _word_faults(body, name, at)
    return found


def _word_faults(body: Mapping[str, Any], name: str, at: FilePosition) -> list[Problem]:
    value = body.get(name, "")
    many = name in ("format", "language")
    words = value if many and isinstance(value, list) else [value]
    right = all(isinstance(one, str) for one in words) and (name != "textDirection" or value in ("", *_DIRECTIONS))
    return [] if right else [fault(at.below(name), "this value is not allowed here", shown(value), code="type")]


def _of_w3c(given: Mapping[str, Any]) -> _Annotation:
    """What an annotation says: its tags, remarks and claim, and the rest as it was found."""
    ours = str(given.get("id", "")).startswith(OURS)
    made = _Annotation(ours, rest={} if ours else {name: each for name, each in given.items() if name not in _CONSUMED})
    if given.get("bodyValue"):
        made.remarks.append(given["bodyValue"])
    bodies = given.get("body", [])
    kept = []
    for body in bodies if isinstance(bodies, list) else [bodies]:
        value = body.get("value") if isinstance(body, dict) else None
        if not isinstance(value, str) or not value.strip():
            kept.append(body)
            continue
        purpose = body.get("purpose", given.get("motivation"))
        if purpose == "tagging":
            made.tags.append(value)
        elif ours and purpose == "describing":
            made.claim = value
        else:
            made.remarks.append(value)
        more = {name: each for name, each in body.items() if name not in ("type", "value", "purpose")}
        if more and not ours:
            kept.append(more)
    if kept:
        made.rest["body"] = kept
    return made


def _targets(given: Mapping[str, Any], at: FilePosition, faults: list[Problem]) -> list[_Target]:
    """The targets of an annotation; what is wrong with them is added to `faults`."""
    targets = given.get("target")
    if not targets:
        faults.append(fault(at.below("target"), "an annotation has a target", accepted="what it is about"))
        return []
    found = []
    pending = list(targets) if isinstance(targets, list) else [targets]
    for target in pending:
        if isinstance(target, dict) and isinstance(target.get("items"), list):
            pending += target["items"]
            continue
        source = target.get("source", target.get("id")) if isinstance(target, dict) else target
        source = source.get("id") if isinstance(source, dict) else source
        if not isinstance(source, str) or not _URI.fullmatch(source):
            faults.append(fault(at.below("target"), "a target has one web address", shown(target), code="uri"))
            continue
        one = _Target(source)
        if isinstance(target, dict):
            _select(target.get("selector"), one)
            known = ("type", "id", "source", "selector")
            one.rest += [{name: value} for name, value in target.items() if name not in known]
        found.append(one)
    return found


def _select(selectors: Any, target: _Target) -> None:
    """Take the quotation of a list of selectors, or of what refines one; the others are left over.

    Positions are left over, too: they count another program's text of the page, in UTF-16 units. The words are looked
    for in the stored text when they are recorded.
    """
    for selector in selectors if isinstance(selectors, list) else [] if selectors is None else [selectors]:
        if not isinstance(selector, dict):
            target.rest.append(selector)
            continue
        exact = selector.get("exact")
        if target.quote is None and isinstance(exact, str) and exact.strip():
            parts = {name: selector.get(name) for name in ("exact", "prefix", "suffix")}
            target.quote = {name: value for name, value in parts.items() if isinstance(value, str) and value.strip()}
            continue
        target.rest.append({name: value for name, value in selector.items() if name != "refinedBy"})
        _select(selector.get("refinedBy"), target)


# Out.


class Utf16:
    """How offsets in a stored text are counted in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._wide = [place for place, char in enumerate(text) if char > "\uffff"]

    def offset(self, offset: int) -> int:
        """An offset in code points as one in UTF-16 units."""
        return offset + bisect_left(self._wide, offset)


def write(items: Iterable[tuple[str, Mapping[str, Any]]], out: BinaryIO) -> Counter[str]:
    """A collection of one page: an annotation for each assertion with words in a document that has a web address.

    Gives how many records of each type have no place in it: claims of which no words stand in such a document.
    """
    sources: dict[str, str] = {}
    documents: dict[str, tuple[str, Utf16]] = {}
    unnamed: dict[str, set[str]] = {"source": set(), "document": set()}
    head = {"@context": CONTEXT, "id": "urn:claimtrack:annotations", "type": "AnnotationCollection"}
    page = {"id": "urn:claimtrack:annotations:1", "type": "AnnotationPage", "startIndex": 0}
    out.write(orjson.dumps(head)[:-1] + b',"first":' + orjson.dumps(page)[:-1] + b',"items":[')
    total, no_place = 0, Counter[str]()
    for record_type, item in items:
        if record_type in unnamed:
            unnamed[record_type].add(item["id"])
        if record_type == "source":
            sources[item["id"]] = item["name"]
        elif record_type == "document" and "url" in item:
            documents[item["id"]] = (item["url"], Utf16(item.get("text", "")))
        elif record_type != "document":
            before = total
            for assertion in item.get("assertions", ()):
                if "quote" in assertion and assertion.get("document") in documents:
                    out.write(b",\n" if total else b"\n")
                    out.write(orjson.dumps(_written(item, assertion, *documents[assertion["document"]], sources)))
                    total += 1
                    unnamed["document"].discard(assertion["document"])
                    unnamed["source"] -= {hop.get("source") for hop in assertion["chain"]}
            no_place[record_type] += total == before
    out.write(b']},"total":%d}\n' % total)
    return +(no_place + Counter({record_type: len(ids) for record_type, ids in unnamed.items()}))


def _written(
    claim: Mapping[str, Any], assertion: Mapping[str, Any], url: str, text: Utf16, sources: Mapping[str, str]
) -> dict[str, Any]:
    """An assertion as an annotation of its quotation, in the document at `url` that has this text."""
    tags = [one["name"] for one in (*claim.get("tags", ()), *assertion.get("tags", ()))]
    if named := [sources[hop["source"]] for hop in assertion["chain"] if hop.get("source") in sources]:
        tags.append(SOURCE_TAG + " > ".join(named))
    notes = [one["text"] for one in (*claim.get("notes", ()), *assertion.get("notes", ()))]
    said = [
        ("describing", claim["text"]),
        *(("commenting", note) for note in notes),
        *(("tagging", tag) for tag in tags),
    ]
    quote = assertion["quote"]
    words = {name: quote[name] for name in ("exact", "prefix", "suffix") if name in quote}
    selectors = [{"type": "TextQuoteSelector", **words}]
    if "start" in quote:
        place = {"start": text.offset(quote["start"]), "end": text.offset(quote["end"])}
        selectors.append({"type": "TextPositionSelector", **place})
    if "fragment" in quote:
        selectors.append({"type": "FragmentSelector", "value": quote["fragment"]})
    return {
        "@context": CONTEXT,
        "id": OURS + assertion["id"],
        "type": "Annotation",
        "motivation": "describing",
        "body": [{"type": "TextualBody", "purpose": purpose, "value": value} for purpose, value in said],
        "target": {"type": "SpecificResource", "source": url, "selector": selectors},
    }
