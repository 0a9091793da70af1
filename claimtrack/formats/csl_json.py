"""CSL-JSON (Citation Style Language 1.0) in and out: documents, as reference managers such as Zotero hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from claimtrack.domain.records import FileItem, FilePosition
from claimtrack.formats.foreign import checked, foreign_text, leftovers_of, read_date
from claimtrack.formats.strict_json import read_json
from claimtrack.problem import Problem
from claimtrack.schema.limits import fault, shown

GENRE_TYPES = {
    "news": "article-newspaper",
    "analysis": "article-newspaper",
    "opinion": "article-newspaper",
    "interview": "interview",
    "statement": "speech",
    "transcript": "document",
    "broadcast": "broadcast",
    "report": "report",
    "court-record": "legal_case",
    "press-release": "document",
    "social-post": "post",
    "fact-check": "article-newspaper",
    "other": "document",
}
"""Genre of a document -> the CSL type that it is written as. A document without one is a `webpage` or `document`."""
_GENRES = {
    "article-newspaper": "news",
    "interview": "interview",
    "speech": "statement",
    "broadcast": "broadcast",
    "report": "report",
    "legal_case": "court-record",
    "post": "social-post",
}
_KNOWN = frozenset(["title", "URL", "language", "issued", "author", "genre"])


def read(stream: BinaryIO, file: str | None) -> Iterator[FileItem | Problem]:
    """A document for each item of a list, or of one item, in order."""
    value, problems = read_json(stream.read(), file, decimals_as_text=True)
    yield from problems
    at = FilePosition(file, 1)
    if problems:
        return
    for number, given in enumerate(value if isinstance(value, list) else [value]):
        place = at.below(number) if isinstance(value, list) else at
        if isinstance(given, dict) and isinstance(given.get("type"), str):
            yield from checked("document", _document(given), place)
        else:
            yield fault(place, "an item is an object with a type", shown(given), '{"type": "article", ...}', "type")


def _document(given: Mapping[str, Any]) -> dict[str, Any]:
    item = {name: given[member] for name, member in _PLAIN.items() if _is_text(given.get(member))}
    used = {member for name, member in _PLAIN.items() if name in item}
    publisher = next((member for member in ("container-title", "publisher") if _is_text(given.get(member))), None)
    if publisher:
        item["publisher"] = given[publisher]
        used.add(publisher)
    if date := _date(given.get("issued")):
        item["published"] = date
        used.add("issued")
    authors = given.get("author")
    names = [_name(one) for one in authors] if isinstance(authors, list) else []
    if names and all(names):
        item["bylines"] = names
        used.add("author")
    genre = given.get("genre") if given.get("genre") in GENRE_TYPES else _GENRES.get(given["type"])
    if genre:
        item["genre"] = genre
        used.add("genre")
    rest = {name: value for name, value in given.items() if name not in used}
    if given["type"] == _type(item):
        rest.pop("type")
    if rest:
        item["foreign"] = foreign_text({"csl": rest})
    return item


_PLAIN = {"title": "title", "url": "URL", "language": "language"}
"""Field of a document -> the variable of CSL that holds the same."""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _date(issued: Any) -> str | None:
    """A date of CSL: EDTF, `raw`, `literal`, or parts, of which one list is a date and two are an interval."""
    if not isinstance(issued, dict):
        return read_date(issued) if isinstance(issued, str) else None
    parts = issued.get("date-parts")
    if isinstance(parts, list) and 1 <= len(parts) <= 2 and all(isinstance(one, list) and one for one in parts):
        about = "~" if issued.get("circa") not in (None, "", 0, "0", False, "false") else ""
        return read_date("/".join(map(_day, parts)) + about)
    words = issued.get("raw") or issued.get("edtf") or issued.get("literal")
    return read_date(words) if isinstance(words, str) else None


def _day(parts: Iterable[Any]) -> str:
    numbers = [str(number) for number in parts if number not in (None, "", 0)]
    return "-".join([numbers[0].zfill(4), *(number.zfill(2) for number in numbers[1:])]) if numbers else ""


def _name(given: Any) -> str | None:
    if not isinstance(given, dict):
        return None
    if _is_text(given.get("literal")):
        return str(given["literal"])
    parts = ("given", "non-dropping-particle", "family", "suffix")
    return " ".join(str(given[part]) for part in parts if _is_text(given.get(part))) or None


def write(items: Iterable[tuple[str, Mapping[str, Any]]], out: BinaryIO) -> Counter[str]:
    """A list with an item for each document. Gives how many records of each other type have no place in it."""
    no_place, before = Counter[str](), b"["
    for csl in citations(items, no_place):
        out.write(before + b"\n" + orjson.dumps(csl))
        before = b","
    out.write(b"[]\n" if before == b"[" else b"\n]\n")
    return no_place


def citations(items: Iterable[tuple[str, Mapping[str, Any]]], no_place: Counter[str]) -> Iterator[dict[str, Any]]:
    """Each document as an item of CSL-JSON; what is no document, nor named by one, is counted in `no_place`."""
    names: dict[str, str] = {}
    unnamed: set[str] = set()
    for record_type, item in items:
        if record_type == "source":
            names[item["id"]] = item["name"]
            unnamed.add(item["id"])
        elif record_type == "document":
            yield _citation(item, names)
            unnamed -= {item.get("publisher"), *(one["source"] for one in item.get("bylines", ()))}
        else:
            no_place[record_type] += 1
    if unnamed:
        no_place["source"] += len(unnamed)


def _citation(item: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    csl = {"id": item["id"], "type": _type(item)}
    csl |= {member: item[name] for name, member in _PLAIN.items() if name in item}
    if "genre" in item:
        csl["genre"] = item["genre"]
    if publisher := names.get(item.get("publisher", "")):
        csl["container-title"] = publisher
    authors = [names[one["source"]] for one in item.get("bylines", ()) if names.get(one["source"])]
    if authors:
        csl["author"] = [{"literal": name} for name in authors]
    if "published" in item:
        csl["issued"] = _issued(item["published"])
    leftovers = leftovers_of(item)
    if isinstance(leftovers, dict) and isinstance(leftovers.get("csl"), dict):
        csl = {**leftovers["csl"], **csl, "id": leftovers["csl"].get("id", csl["id"])}
        csl["type"] = leftovers["csl"].get("type", csl["type"])
    return csl


def _type(item: Mapping[str, Any]) -> str:
    return GENRE_TYPES.get(item.get("genre", ""), "webpage" if "url" in item else "document")


def _issued(published: str) -> dict[str, Any]:
    """A date as CSL has it: days in parts, anything finer or less certain as it is written."""
    days = published.removesuffix("~").split("/")
    if len(days) > 2 or not all(len(day) in (4, 7, 10) and day.replace("-", "").isdigit() for day in days):
        return {"raw": published}
    dated: dict[str, Any] = {"date-parts": [[int(number) for number in day.split("-")] for day in days]}
    return {**dated, "circa": 1} if published.endswith("~") else dated
