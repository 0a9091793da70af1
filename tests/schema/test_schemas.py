"""The schemas themselves: sound, closed, described in full, and of one mind with the code that uses them."""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from claimtrack.domain import vocabulary as vocabulary_module
from claimtrack.domain.records import FilePosition
from claimtrack.errors import ClaimtrackError
from claimtrack.ledger.write import resolve
from claimtrack.schema.loader import PREFIX, field, follow, schema
from claimtrack.schema.validation import check_item
from claimtrack.schema.validators import FILES, FORMATS, _registry, authority, fast
from tests.support.tree import ROOT
from tools import bundle_schema, records_page

FILES_THERE = sorted(path.stem for path in (ROOT / "schemas").glob("*.json"))
OURS = sorted(FILES)
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def parts(part: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every schema inside a schema, with a readable path; `enum`, `examples` and the like hold none."""
    if not isinstance(part, dict):
        return
    yield path, part
    for keyword in ("properties", "$defs"):
        for name, inner in part.get(keyword, {}).items():
            yield from parts(inner, f"{path}/{keyword}/{name}")
    for keyword in ("anyOf", "oneOf"):
        for index, inner in enumerate(part.get(keyword, ())):
            yield from parts(inner, f"{path}/{keyword}/{index}")
    for keyword in ("items", "if", "then", "else"):
        yield from parts(part.get(keyword), f"{path}/{keyword}")


def test_there_is_one_for_every_type() -> None:
    """One per record type, and those that the validators know; the report has its own."""
    assert set(FILES_THERE) - {"report"} == {*vocabulary_module.RECORD_TYPES, "common", "bundle", "ledger"} == set(OURS)


@pytest.mark.parametrize("name", FILES_THERE)
def test_it_is_a_schema(name: str) -> None:
    """It is valid 2020-12 and says which version of what it is."""
    found = json.loads((ROOT / "schemas" / f"{name}.json").read_text("utf-8"))
    assert found["$schema"] == DRAFT
    assert found["$id"] == PREFIX + name
    jsonschema.Draft202012Validator.check_schema(found)


@pytest.mark.parametrize("name", OURS)
def test_every_object_is_closed(name: str) -> None:
    """What is not listed is refused, in every object at every depth."""
    for path, part in parts(schema(name)):
        if "properties" in part and "$ref" not in part and not path.endswith("/if"):
            assert part.get("additionalProperties") is False, path


@pytest.mark.parametrize("name", vocabulary_module.RECORD_TYPES)
def test_no_list_holds_numbers(name: str) -> None:
    """A float in a record is looked for where the values of members stand."""
    for path, part in parts(schema(name)):
        if "items" in part:
            item, home = follow(part["items"], name)
            kinds = {follow(branch, home)[0]["type"] for branch in item.get("anyOf", [item])}
            assert kinds <= {"string", "object", "array"}, path


@pytest.mark.parametrize("name", OURS)
def test_everything_is_described(name: str) -> None:
    """Every field has a title and a description that says more."""
    for path, part in parts(schema(name)):
        if "$ref" in part and "properties" in part:
            continue
        for field_name, value in part.get("properties", {}).items():
            if path.endswith("/if"):
                continue
            where = f"{path}/{field_name}"
            assert value.get("title"), where
            assert len(value.get("description", "")) > len(value["title"]), where
            assert value["description"].endswith("."), where


@pytest.mark.parametrize("name", vocabulary_module.RECORD_TYPES)
def test_optional_fields_say_what_absence_means(name: str) -> None:
    """A field that may be absent says what that means."""
    for path, part in parts(schema(name)):
        if path.endswith(("/if", "/answer")) or "properties" not in part:
            continue
        for field_name, value in part["properties"].items():
            if field_name not in part.get("required", ()):
                assert "Absent:" in value["description"], f"{path}/{field_name}"


@pytest.mark.parametrize("name", OURS)
def test_references_lead_to_our_own_files(name: str) -> None:
    """Every `$ref` leads to something that is there, in a file of the folder."""
    for path, part in parts(schema(name)):
        if "$ref" in part:
            assert part["$ref"].startswith((PREFIX, "#")), path
            assert follow(part, name)[0], path


@pytest.mark.parametrize("name", OURS)
def test_formats_and_patterns_are_known(name: str) -> None:
    """Every format is one of ours; a pattern ends as both validators understand it."""
    for path, part in parts(schema(name)):
        assert part.get("format") in {None, *FORMATS}, path
        assert part.get("pattern", "").count("$") <= 1, path


@pytest.mark.parametrize("name", ["report", "nothing-of-the-kind"])
def test_nothing_is_fetched(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `$ref` to anything else is an error, and no address is asked."""
    outside = {"$ref": "https://example.org/schema.json"} if name == "report" else {"$ref": PREFIX + name}
    monkeypatch.setattr("claimtrack.schema.validators.schema", lambda _: outside)
    monkeypatch.setattr("claimtrack.schema.validators.start_of", lambda *_: outside)
    monkeypatch.setattr("claimtrack.schema.validators._registry", _registry.__wrapped__)
    with pytest.raises(Exception, match="nothing is fetched"):
        fast.__wrapped__("claim").is_valid({})
    with pytest.raises(Exception, match=r"nothing is fetched|Unresolvable"):
        list(authority.__wrapped__("claim").iter_errors({}))


@pytest.mark.parametrize("missing", ["bundle", "common"])
def test_a_damaged_schema_is_no_fault_of_the_item(
    missing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the installation lacks is said as that."""
    folder = tmp_path / "schemas"
    shutil.copytree(ROOT / "schemas", folder)
    (folder / f"{missing}.json").write_text("{", "utf-8")
    monkeypatch.setattr("claimtrack.schema.loader.schemas_folder", lambda: folder)
    schema.cache_clear()
    fast.cache_clear()
    try:
        with pytest.raises(ClaimtrackError, match=f"{missing}.json cannot be read"):
            check_item("claim", {"text": "x", "kind": "event"}, FilePosition())
    finally:
        schema.cache_clear()
        fast.cache_clear()


def test_the_values_accept_their_examples() -> None:
    """The examples of common.json are what they are examples of."""
    for name, part in schema("common")["$defs"].items():
        for example in part.get("examples", ()):
            assert authority("common", f"/$defs/{name}").is_valid(example), (name, example)
            assert fast("common", f"/$defs/{name}").is_valid(example), (name, example)


VOCABULARIES = {
    "source": {"kind": vocabulary_module.SOURCE_KINDS},
    "document": {
        "genre": vocabulary_module.GENRES,
        "state": vocabulary_module.DOCUMENT_STATES,
        "copies/0/kind": vocabulary_module.COPY_KINDS,
        "archives/0/kind": vocabulary_module.ARCHIVE_KINDS,
        "skips/0/as": vocabulary_module.SKIP_KINDS,
    },
    "question": {"answer_kind": vocabulary_module.ANSWER_KINDS},
    "claim": {"kind": vocabulary_module.CLAIM_KINDS},
    "assertion": {
        "stance": vocabulary_module.STANCES,
        "quote_kind": vocabulary_module.QUOTE_KINDS,
        "label_words": vocabulary_module.LABEL_WORDS,
        "evidence_given/0": vocabulary_module.EVIDENCE_GIVEN,
        "release": vocabulary_module.RELEASES,
        "chain/0/naming": vocabulary_module.NAMINGS,
        "chain/0/basis": vocabulary_module.BASES,
        "chain/0/caveats/0": vocabulary_module.CAVEATS,
    },
    "evidence": {
        "bearing": vocabulary_module.BEARINGS,
        "kind": vocabulary_module.EVIDENCE_GIVEN,
        "authenticity": vocabulary_module.AUTHENTICITIES,
    },
    "request": {"purpose": vocabulary_module.REQUEST_PURPOSES, "outcome": vocabulary_module.REQUEST_OUTCOMES},
    "assessment": {"verdict": (*vocabulary_module.CLAIM_VERDICTS, *vocabulary_module.ASSERTION_VERDICTS)},
    "rating": {"letter": vocabulary_module.LETTERS},
    "merge": {"kind": vocabulary_module.MERGE_KINDS},
    "disagreement": {
        "kind": vocabulary_module.DISAGREEMENT_KINDS,
        "strength": vocabulary_module.STRENGTHS,
        "state": vocabulary_module.DISAGREEMENT_STATES,
    },
    "comparison": {"verdict": vocabulary_module.COMPARISON_VERDICTS},
}


def test_vocabularies_are_those_of_the_code() -> None:
    """Each enum is the tuple of domain/vocabulary.py, in its order; and no enum is without a tuple."""
    found = {
        name: [part["enum"] for path, part in parts(schema(name)) if "enum" in part and not path.endswith("/bounds_by")]
        for name in vocabulary_module.RECORD_TYPES
    }
    for name, vocabularies in VOCABULARIES.items():
        for path, vocabulary in vocabularies.items():
            steps = [int(step) if step.isdigit() else step for step in path.split("/")]
            part = field(name, schema(name), steps)
            assert part is not None
            assert tuple(part["enum"]) == vocabulary, (name, path)
    assert {name: len(enums) for name, enums in found.items() if enums} == {
        name: len(vocabularies) for name, vocabularies in VOCABULARIES.items()
    }
    answer = schema("claim")["properties"]["answer"]
    assert {branch["required"][0] for branch in answer["oneOf"]} == set(vocabulary_module.ANSWER_FIELDS.values())


def test_references_are_those_of_the_ledger() -> None:
    """The types that a reference may name are those that the ledger resolves it to."""
    told: dict[tuple[str, ...], set[str]] = {}
    for name in vocabulary_module.RECORD_TYPES:
        for path, part in parts(schema(name)):
            if "x-refers-to" in part:
                steps = [step for step in path.split("/") if step and step not in ("properties", "items")]
                told[(name, *steps)] = set(part["x-refers-to"])
    resolved: dict[tuple[str, ...], set[str]] = {("assertion", "continues"): {"assertion"}}
    for name, single in resolve.REFERENCES.items():
        resolved |= {(name, member): set(types.split()) for member, types in single}
    for name, lists in resolve.LISTS.items():
        resolved |= {(name, member): {one} for member, one in lists}
    for name, nested in resolve.NESTED.items():
        resolved |= {(name, member, inner): {one} for member, inner, one in nested}
    # A merge is of two records of its own kind; what a source is told apart by is resolved by itself.
    for member in ("kept", "merged"):
        assert told.pop(("merge", member)) == set(vocabulary_module.MERGE_KINDS)
        assert resolved.pop(("merge", member)) == {"*"}
    assert told.pop(("source", "within")) == set(resolve.WITHIN)
    assert told == resolved


def test_the_bundle_is_current() -> None:
    """schemas/bundle.json is what `python -m tools.bundle_schema` writes."""
    assert (ROOT / "schemas" / "bundle.json").read_bytes() == bundle_schema.written(bundle_schema.bundle_schema())


def test_the_page_is_current() -> None:
    """docs/records.md is what `python -m tools.records_page` writes."""
    assert records_page.target().read_text("utf-8") == records_page.page()


def test_the_page_names_every_field() -> None:
    """Every field of every record is in the table of its type."""
    page = records_page.page()
    for name in vocabulary_module.RECORD_TYPES:
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        for field_name in schema(name)["properties"]:
            assert f"| `{field_name}` |" in section, (name, field_name)
