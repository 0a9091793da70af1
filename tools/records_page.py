"""The documentation of records, made from their schemas: `python -m tools.records_page` writes docs/records.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimtrack.domain.english import with_article
from claimtrack.domain.vocabulary import PLURALS, RECORD_TYPES
from claimtrack.resources import schemas_folder
from claimtrack.schema.loader import Schema, follow, schema
from claimtrack.schema.nesting import NESTS

_INTRODUCTION = """# Records

Made from `schemas/` by `python -m tools.records_page`: edit the schemas, not this page.

Everything that is recorded is a record: a JSON object with a `type` and an `id`, valid against the schema of its type.
A field that is absent is not said. Below, *filled* means that the ledger works the value out for a new record that
leaves it out, and **yes** that there is no record without it.

Another program validates an export with `schemas/bundle.json`, JSON Schema of the draft 2020-12. The schemas refer to
one another by their `$id`, so a validator is given all of the folder (`claimtrack/_schemas` where claimtrack is
installed): in Python a `referencing.Registry` of them, as `registry=` of `jsonschema.Draft202012Validator`.

"""

_WRITING = """## Writing records by hand

A bundle is one JSON document, `{"claimtrack": 1, "sources": [...], "claims": [...]}`, with a list for each type of
record; in JSON Lines every line is one item with its `type`. In both:

- No ids are needed. A reference may be a name, an alias, `name (qualifier)`, a title, a web address, the text of a
  question or claim, or the `key` of another claim or assertion of the file.
- What belongs to an item may stand in it, without naming it:
"""

_SPELLING = """- A list of one may be written without its brackets; a hop, a byline or a body as the source's name
  alone; a note or tag as a string; and a whole chain as one string: `"Saule > AFP"`.
- With an `id`, an item need not say more than what is new, and `null` clears a field. Without one, `null` is refused.
- An unknown field is refused, never ignored.

"""


def page() -> str:
    """The text of docs/records.md."""
    parts = [_INTRODUCTION, *_values(), _WRITING, *_nesting(), _SPELLING]
    for record_type in RECORD_TYPES:
        parts.append("\n".join(_section(record_type)) + "\n\n")
    return "".join(parts).rstrip() + "\n"


def _values() -> Iterator[str]:
    common = schema("common")
    yield f"## {common['title']}\n\n{common['description']}\n\n| value | what is accepted |\n| --- | --- |\n"
    for name, part in common["$defs"].items():
        yield f"| {name} | {_cell(part['description'])} |\n"
    yield "\n"


def _nesting() -> Iterator[str]:
    every = set(NESTS["story"])
    yield f"  any item: {', '.join(f'`{name}`' for name in NESTS['story'])}; "
    own = []
    for record_type, lists in NESTS.items():
        if names := [f"`{name}`" for name in lists if name not in every]:
            own.append(f"{with_article(record_type)}: {', '.join(names)}")
    yield "; ".join(own) + ".\n"


def _section(record_type: str) -> Iterator[str]:
    record = schema(record_type)
    yield f"## {record_type}"
    yield ""
    yield f"{record['description']} In a bundle: `{PLURALS[record_type]}`."
    yield ""
    yield "| field | value | required | meaning |"
    yield "| --- | --- | --- | --- |"
    yield from _rows(record, record_type, "")


def _rows(owner: Schema, home: str, prefix: str) -> Iterator[str]:
    for name, part in owner["properties"].items():
        told, _ = follow(part, home)
        required = "filled" if "x-filled" in part else "**yes**" if name in owner.get("required", ()) else ""
        meaning = part["description"]
        if "x-filled" in part:
            meaning += f" Filled: {part['x-filled']}."
        yield f"| `{prefix}{name}` | {_cell(_value(part, home))} | {required} | {_cell(meaning)} |"
        if told.get("type") == "object":
            yield from _rows(told, home, f"{prefix}{name}.")
        elif told.get("type") == "array" and "properties" in told["items"]:
            yield from _rows(told["items"], home, f"{prefix}{name}[].")


def _value(part: Schema, home: str) -> str:
    """What kind of value a field takes, in a few words."""
    if "x-refers-to" in part:
        types = ["record" if one == "*" else one for one in part["x-refers-to"]]
        return "id of " + with_article(" or ".join(types))
    if "$ref" in part:
        return str(part["$ref"].rpartition("/")[2])
    if "const" in part:
        return f"`{part['const']}`"
    if "enum" in part:
        return ", ".join(f"`{word}`" for word in part["enum"])
    if part["type"] == "array":
        inner = _value(part["items"], home)
        return "list of objects" if inner == "object" else f"list: {inner}"
    if part["type"] == "integer":
        most = part["maximum"]
        return f"whole number from {part['minimum']}" + (f" to {most}" if most < 10**15 - 1 else "")
    return {"boolean": "true or false"}.get(part["type"], str(part["type"]))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def target() -> Path:
    """Where the page stands in a checkout: docs/records.md beside schemas/."""
    return schemas_folder().parent / "docs" / "records.md"


def main() -> None:
    """Write docs/records.md."""
    target().parent.mkdir(exist_ok=True)
    target().write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
