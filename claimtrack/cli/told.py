"""What a writing verb tells: ids on stdout, words on stderr, or all of it as JSON on stdout."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.trouble import say
from claimtrack.domain.text import safe

if TYPE_CHECKING:
    from claimtrack.cli.session import Session
    from claimtrack.ledger.ledger import Written
    from claimtrack.ledger.outcome import Outcome


MORE = {
    "source": "'claimtrack source add NAME --kind ...' says more about one.",
    "document": "'claimtrack document add URL --publisher ...' says more about it.",
    "question": "'claimtrack question add TEXT --kind ...' says more about it.",
}
"""Type of a record made because it was named -> how to say more about it."""


def tell(written: Written[Any], ids: Sequence[str], *, as_json: bool, words: Sequence[str] = (), **more: Any) -> None:
    """Print the ids recorded and say `words`; with `as_json` one object with ids, change and digest instead."""
    if as_json:
        shown = {"ids": list(ids), "change": written.seq, "digest": written.digest, **more}
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for one in ids:
        click.echo(one)
    for line in words:
        say(line)


LISTED = 12
"""The most new records of a type that are listed by name."""


def outcome_words(outcome: Outcome, *, told: bool = False) -> list[str]:
    """What a person should hear of an outcome: stubs made, notices, what was filled or changed.

    With `told` new records count as stubs do, whatever was told of them: a person did not name them one by one.
    """
    lines = []
    new = ("stub", "created") if told else ("stub",)
    for record_type, hint in MORE.items():
        stubs = [safe(one.label) for one in outcome.records if one.what in new and one.type == record_type]
        if stubs:
            several = record_type + ("s" if len(stubs) > 1 else "")
            more = [f"and {len(stubs) - LISTED} more"] if len(stubs) > LISTED else []
            listed = ", ".join([*stubs[:LISTED], *more])
            lines.append(f"New {several}: {listed}{'' if listed.endswith(('?', '!', '.')) else '.'} {hint}")
    for record in outcome.records:
        if record.what in ("filled", "edited"):
            changed = ", ".join(record.changes)
            lines.append(f"{record.what.capitalize()} {record.type} {safe(record.label)}: {changed}.")
    return [*outcome.notices, *lines]


def placed(session: Session, story: str | None, document: str | None) -> list[str]:
    """Names of the document and story that a write went to."""
    from claimtrack.ledger import read

    wanted = [record for record in (document, story) if record is not None]
    ledger = session.reader()
    with ledger.reading() as connection:
        known = read.bodies(connection, wanted)
    lines = []
    for name, record in (("document", document), ("story", story)):
        if record is not None and record in known:
            body = known[record]
            lines.append(f"{name} {safe(body.get('name') or body.get('title') or body.get('url') or record)}")
    return ["In " + ", ".join(lines) + "."] if lines else []


def placed_claim(session: Session, story: str | None, document: str | None) -> list[str]:
    """As `placed`, for a claim: that it belongs to no story is told aloud."""
    missing = ["In no story: 'claimtrack use --story NAME' sets one, --story names one for a line."]
    return [*placed(session, story, document), *(missing if story is None else [])]
