"""Records for hypothesis, made from the schemas themselves: whatever a schema allows turns up."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st

from claimtrack.domain.ids import make_id
from claimtrack.domain.vocabulary import RECORD_TYPES
from claimtrack.schema.loader import follow, schema
from claimtrack.schema.nesting import NESTS

Json = dict[str, Any]

IDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=24, max_size=24)
# No lone surrogates (category Cs) and no U+0000, which no record may hold.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
TEXT = WORDS.map(lambda words: words + "x")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "id": IDS,
    "reference": IDS,
    "text": TEXT,
    "words": WORDS,
    "date": st.sampled_from(["2022", "2022-01~", "2022-01-06", "2022-01-06T18:00+06:00", "2022-01-05/..", "../2022?"]),
    "url": st.sampled_from(["https://example.org/a", "http://example.org:8080/?q=%20#!x", "HTTPS://пример.рф/а"]),
    "language": st.sampled_from(["en", "kk-Cyrl", "pt-BR", "sl-rozaj-biske", "de-x-duden"]),
    "decimal": st.sampled_from(["0", "-1", "2500", "1.50", "12345678901234567890"]),
    "digest": st.text("0123456789abcdef", min_size=64, max_size=64),
    "fragment": st.sampled_from(["page=3", "t=12.5,17", "section-2"]),
    "rule": st.sampled_from(["untraced", "quote-not-in-text"]),
}


@cache
def records(record_type: str) -> st.SearchStrategy[Json]:
    """Valid flat records of one type. Made once: to make them takes longer than to draw from them."""
    return _value(schema(record_type), record_type)


def any_record() -> st.SearchStrategy[Json]:
    """Valid flat records of every type."""
    return st.sampled_from(RECORD_TYPES).flatmap(records)


@st.composite
def trees(draw: st.DrawFn, record_type: str, path: tuple[int, ...] = ()) -> tuple[Json, list[Json]]:
    """A record, and records that belong below it, two deep: every one with an id of its own."""
    record = draw(records(record_type)) | {"id": make_id(record_type, *path)}
    below: list[Json] = []
    nests = draw(_nests(record_type, 3 - len(path)))
    for index, nested in enumerate(nests):
        child, grandchildren = draw(trees(nested.type, (*path, index)))
        below += [{**child, nested.link: record["id"]}, *grandchildren]
    return record, below


@cache
def _nests(record_type: str, most: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(list(NESTS[record_type].values())), max_size=most)


def _value(part: Mapping[str, Any], home: str) -> st.SearchStrategy[Any]:
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return VALUES[name] if "common#" in part["$ref"] else _value(*follow(part, home))
    if "const" in part:
        return st.just(part["const"])
    if "enum" in part:
        return st.sampled_from(part["enum"])
    kind = part["type"]
    if kind == "boolean":
        return st.booleans()
    if kind == "integer":
        return st.integers(part["minimum"], part["maximum"])
    if kind == "array":
        most, unique = part.get("maxItems", 3), repr if part.get("uniqueItems") else None
        return st.lists(_value(part["items"], home), min_size=part.get("minItems", 0), max_size=most, unique_by=unique)
    return _object(part, home)


def _object(part: Mapping[str, Any], home: str) -> st.SearchStrategy[Json]:
    members = {name: _value(value, home) for name, value in part["properties"].items()}
    wanted = {name: members[name] for name in part["required"]}
    free = {name: value for name, value in members.items() if name not in wanted}
    alternatives = [branch["required"][0] for branch in part.get("oneOf", ())]
    if not alternatives:
        made = st.fixed_dictionaries(wanted, optional=free)
        return made.map(lambda found: _repaired(found, part)).filter(lambda found: _enough(found, part))
    shared = {name: value for name, value in free.items() if name not in alternatives}
    each = [st.fixed_dictionaries({**wanted, one: members[one]}, optional=shared) for one in alternatives]
    return st.one_of(each).map(lambda found: _repaired(found, part))


def _repaired(found: Json, part: Mapping[str, Any]) -> Json:
    """Without what may only stand beside something that is not there."""
    lacking = {owner for owner, needed in part.get("dependentRequired", {}).items() if not set(needed) <= set(found)}
    found = {name: value for name, value in found.items() if name not in lacking}
    if "then" in part and found.get("naming") == "named" and "source" not in found:
        found["naming"] = "hearsay"
    return found


def _enough(found: Json, part: Mapping[str, Any]) -> bool:
    return not part.get("anyOf") or any(branch["required"][0] in found for branch in part["anyOf"])
