"""Fields as a person edits them: `--set FIELD=VALUE`, or a commented TOML-like page in an editor."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.options import RecordParameter, example, written_options
from claimtrack.cli.output import print_written
from claimtrack.domain.text import safe, shorten
from claimtrack.errors import BadInput


@click.command(
    "edit", epilog=example("edit 7hq2 --set kind=figure --set answer.figure='about 12' --why 'Corrected by the agency'")
)
@click.argument("record", type=RecordParameter())
@click.option(
    "--set",
    "sets",
    metavar="FIELD=VALUE",
    multiple=True,
    help="Set a field; answer.scope=... sets one member. @FILE reads the value from a file.",
)
@click.option("--unset", metavar="FIELD", multiple=True, help="Clear a field.")
@written_options
@click.pass_obj
def edit_command(
    context: CliContext, record: str, sets: tuple[str, ...], unset: tuple[str, ...], why: str | None, as_json: bool
) -> None:
    """Change fields of RECORD. Without options it opens in your editor. Every version is kept: see 'log RECORD'."""
    from claimtrack.actions import versions

    found = context.record(record)
    body = versions.fields_to_edit(context.ledger, found)
    fields = _given(body, sets, unset) if sets or unset else _edited(body)
    written = versions.edit(context.ledger, found, fields, by=context.user, why=why)
    lines = [f"{name}: {_one_line(old)} -> {_one_line(new)}" for name, (old, new) in written.value.items()]
    changes = {name: [old, new] for name, (old, new) in written.value.items()}
    print_written(written, [found], as_json=as_json, messages=lines or ["Nothing changed."], changes=changes)


Body = Mapping[str, Any]

_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def _one_line(value: Any) -> str:
    """A value on one line, safe and cut; "nothing" for None."""
    if value is None:
        return "nothing"
    return safe(shorten(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), 100))


def _given(body: Body, sets: Sequence[str], unset: Sequence[str]) -> dict[str, Any]:
    """The fields that `--set` and `--unset` give. `answer.scope=...` sets one member of a field."""
    changed: dict[str, Any] = {}
    for pair in sets:
        name, mark, text = pair.partition("=")
        if not mark or not name.strip():
            raise BadInput(f"--set {pair!r} has no field and value", "Write --set FIELD=VALUE.")
        _put(body, changed, name.strip(), text)
    for name in unset:
        if name not in body and "." not in name:
            raise BadInput(f"there is no {name!r} to clear", "'claimtrack show RECORD --json' shows its fields.")
        _put(body, changed, name, None)
    return changed


def _put(body: Body, changed: dict[str, Any], name: str, text: str | None) -> None:
    from claimtrack.actions.versions import fields_of

    parts = name.split(".")
    known = fields_of(str(body["type"]))
    if parts[0] not in known or parts[0] in ("id", "type"):
        raise BadInput(
            f"a {body['type']} has no field {parts[0]!r} to set",
            f"It has: {', '.join(n for n in known if n not in ('id', 'type'))}.",
        )
    if len(parts) == 1:
        changed[name] = None if text is None else _value(text, body.get(name), known[name])
        return
    whole = changed.get(parts[0], body.get(parts[0]))
    holder = json.loads(json.dumps(whole if isinstance(whole, (dict, list)) else {}))
    spot: Any = holder
    try:
        for part in parts[1:-1]:
            spot = spot[int(part)] if isinstance(spot, list) else spot.setdefault(part, {})
        last: Any = int(parts[-1]) if isinstance(spot, list) else parts[-1]
        if text is None:
            spot.pop(last, None) if isinstance(spot, dict) else spot.pop(last)
        else:
            spot[last] = _value(text, spot.get(last) if isinstance(spot, dict) else spot[last], {})
    except (IndexError, ValueError, TypeError, AttributeError):
        raise BadInput(
            f"there is no place {name!r} in this {body['type']}", "Write it as chain.0.basis or answer.scope."
        ) from None
    if parts[0] == "answer" and parts[1] == "figure":
        for derived in ("low", "high", "low_open", "high_open", "approximate", "vague", "grammar", "bounds_by"):
            holder.pop(derived, None)
    changed[parts[0]] = holder


def _value(text: str, old: Any, field: Mapping[str, Any]) -> Any:
    """What a person typed as the kind of value the field holds."""
    if text.startswith("@") and len(text) > 1:
        try:
            return Path(text[1:]).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{text[1:]} cannot be read: {error}", "") from None
    kind = field.get("type")
    if kind == "boolean" or isinstance(old, bool):
        if text.casefold() not in _TRUTH:
            raise BadInput(f"{text!r} is neither yes nor no", "Write yes or no.")
        return _TRUTH[text.casefold()]
    if kind == "integer" or (isinstance(old, int) and not isinstance(old, bool)):
        return int(text) if text.lstrip("-").isdecimal() else text
    if text[:1] in ("[", "{") and (kind in ("array", "object") or isinstance(old, (list, dict))):
        try:
            return json.loads(text)
        except ValueError:
            raise BadInput(
                f"{shorten(text, 60)!r} is not JSON", "Write the list or object as JSON, or set one member."
            ) from None
    if kind == "array":
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _edited(body: Body) -> dict[str, Any]:
    """The fields a person changed in their editor; {} when they changed nothing. Refused without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput("there is no terminal to edit on", "Give --set FIELD=VALUE or --unset FIELD.")
    page = _page(body)
    while True:
        text = click.edit(page, extension=".json", editor=os.environ.get("EDITOR") or None)
        if text is None:
            return {}
        try:
            found = json.loads("\n".join(line for line in text.split("\n") if not line.lstrip().startswith("//")))
            if not isinstance(found, dict):
                raise ValueError("it must be an object in braces")
        except ValueError as error:
            click.echo(f"That cannot be read: {error}", err=True)
            if not click.confirm("Open it again?", default=True, err=True):
                raise click.Abort from None
            page = text
            continue
        before = {name: value for name, value in body.items() if name not in ("type", "id")}
        return {name: found.get(name) for name in {**before, **found} if found.get(name) != before.get(name)}


def _page(body: Body) -> str:
    from claimtrack.actions.versions import fields_of

    known = fields_of(str(body["type"]))
    lines = [
        f"// {body['type']} {body['id']}. Change what is in the braces, save, close; lines like this are left out."
    ]
    lines += [f"// {name}: {field.get('title', '')}" for name, field in known.items() if name not in ("type", "id")]
    rest = {name: value for name, value in body.items() if name not in ("type", "id")}
    return "\n".join(lines) + "\n" + json.dumps(rest, ensure_ascii=False, indent=2) + "\n"
