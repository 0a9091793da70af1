"""`claimtrack disagreements`: where sources part, as detected in the ledger and as recorded by people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.formats_out import (
    columns,
    machine_options,
    put_lines,
    put_rows,
    restricted_option,
    say_left_out,
    short,
)
from claimtrack.domain.words import DISAGREEMENT_KINDS

if TYPE_CHECKING:
    from claimtrack.analysis.disagreements import Disagreement, Position
    from claimtrack.cli.session import Session

FIELDS = (
    *("id", "kind", "strength", "state", "on", "text", "story", "claims", "positions"),
    *("differs", "notes", "recorded", "why", "for"),
)


@click.command(epilog="Example: claimtrack disagreements --open --kind figure")
@click.option("--kind", "kinds", type=click.Choice(DISAGREEMENT_KINDS), multiple=True, help="Only this kind; repeat.")
@click.option("--open", "only_open", is_flag=True, help="Only those that nobody settled, or that opened again.")
@click.option("--story", metavar="STORY", help="The story; else the one in use, else the whole ledger.")
@restricted_option
@machine_options
@click.pass_obj
def command(
    session: Session,
    kinds: tuple[str, ...],
    only_open: bool,
    story: str | None,
    restricted: bool,
    form: str | None,
) -> None:
    """Where sources part: answers, stances, wordings and voices that cannot all stand."""
    from claimtrack.analysis.disagreements import disagreements
    from claimtrack.cli.using import story_of
    from claimtrack.ledger.restricted import find_restricted
    from claimtrack.queries.labels import labels
    from claimtrack.queries.standing import visible

    ledger = session.reader()
    meant = story_of(session, story)
    with ledger.reading() as connection:
        whole = disagreements(connection, story=meant, kinds=kinds or None)
        barred = {} if restricted else find_restricted(connection, ledger.now()).by_type
        every = visible(whole, barred.get("assertion", frozenset()))
        found = [each for each in every if each.open or not only_open]
        names = labels(connection, {source for each in found for side in each.positions for source in side.sources})
    if form is not None:
        put_rows([_row(each, names) for each in found], form, FIELDS)
    elif found:
        put_lines(line for each in found for line in _words(each, names, session.colored))
    else:
        click.echo("No open disagreement." if only_open and every else "No disagreement.", err=True)
    say_left_out(len(whole) - len(every))


def _row(found: Disagreement, names: Mapping[str, str]) -> dict[str, Any]:
    """A disagreement for machines, under the names that an export gives its fields."""
    from claimtrack.render.machine import plain

    values = {name: getattr(found, name) for name in FIELDS if hasattr(found, name)}
    sides = [{**plain(each), "who": [names.get(source, source) for source in each.sources]} for each in found.positions]
    return {
        name: {**values, "on": found.subject, "positions": sides, "for": found.settled_for}[name] for name in FIELDS
    }


def _words(found: Disagreement, names: Mapping[str, str], colored: bool) -> Iterator[str]:
    from claimtrack.render.terminal import Style
    from claimtrack.render.width import shown, wrapped

    state = "" if found.state == "open" else f" [{found.state}]"
    lead = f"{Style(colored).strength(found.strength)}, {found.kind}:"
    yield f"{short(found.id)}  {lead} {shown(found.text)}{state}"
    for position in found.positions:
        yield from wrapped(_position(position, names, new=position.key in found.new), columns(), first="    - ")
    for note in (*found.differs, *found.notes):
        yield from wrapped(shown(note), columns(), first="      ")
    if found.why:
        settled = f" (for {short(found.settled_for)})" if found.settled_for else ""
        yield from wrapped(f"{found.state}{settled}: {shown(found.why)}", columns(), first="      ")
    yield ""


def _position(position: Position, names: Mapping[str, str], *, new: bool) -> str:
    """One position: the words, what a figure means, who stands behind it, and the claim to look at."""
    from claimtrack.queries.interval import interval_words
    from claimtrack.render.width import shown

    means = interval_words(position.low, position.high) if position.low is not None else None
    aside = [
        *([means] if means and means != position.words else []),
        *(f"{name} {shown(value)}" for name, value in _terms(position) if value),
    ]
    who = (
        ", ".join(shown(names.get(source, source)) for source in position.sources) or position.outlet or "nobody named"
    )
    words = f"{shown(position.words)}{' (' + '; '.join(aside) + ')' if aside else ''}: {who}"
    return f"{words}  [{short(position.claim)}]{' NEW since it was settled' if new else ''}"


def _terms(position: Position) -> tuple[tuple[str, str | None], ...]:
    return (
        ("counting", position.counting),
        ("scope", position.scope),
        ("for", position.for_date),
        ("voice:", position.way),
        ("words:", ", ".join(position.label_words) or None),
    )
