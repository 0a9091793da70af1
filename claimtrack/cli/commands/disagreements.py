"""Disagreements: `disagreements`, `disagree`, `resolve` and `dismiss`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from claimtrack.cli.context import CliContext
from claimtrack.cli.errors import say
from claimtrack.cli.options import RecordParameter, example, json_option, story_option, story_or_all_option, word_option
from claimtrack.cli.output import (
    columns,
    machine_options,
    print_outcome,
    print_written,
    put_lines,
    put_rows,
    restricted_option,
    say_left_out,
    short,
)
from claimtrack.domain.english import quoted
from claimtrack.domain.text import safe
from claimtrack.domain.vocabulary import DISAGREEMENT_KINDS, STRENGTHS

if TYPE_CHECKING:
    from claimtrack.analysis.disagreements.positions import Disagreement, Position, Update


@click.command("disagree", epilog=example("disagree 7hq2 3kfa --kind label --why 'The same force: guard or army'"))
@click.argument("claims", metavar="CLAIM CLAIM...", type=RecordParameter("claim"), nargs=-1, required=True)
@word_option("-k", "--kind", words=DISAGREEMENT_KINDS, required=True, help="What they part over.")
@click.option("--why", metavar="TEXT", required=True, help="What exactly differs.")
@word_option(*("--strength",), words=STRENGTHS, default="possible", help="certain, or possible (the default).")
@story_option
@json_option
@click.pass_obj
def disagree_command(
    context: CliContext, /, claims: tuple[str, ...], story: str | None, as_json: bool, **options: Any
) -> None:
    """Record that claims disagree, where no rule finds it."""
    from claimtrack.actions import disagreements

    in_story = context.story(story)
    ids = [context.record(claim, "claim", story=in_story) for claim in claims]
    print_outcome(disagreements.disagree(context.ledger, ids, by=context.user, **options), as_json=as_json)


FIELDS = (
    *("id", "kind", "strength", "state", "on", "text", "story", "claims", "positions"),
    *("differs", "notes", "recorded", "why", "for"),
)


@click.command(epilog="Example: claimtrack disagreements --open --kind figure")
@click.option("--kind", "kinds", type=click.Choice(DISAGREEMENT_KINDS), multiple=True, help="Only this kind; repeat.")
@click.option("--open", "only_open", is_flag=True, help="Only those that nobody settled, or that opened again.")
@story_or_all_option
@restricted_option
@machine_options
@click.pass_obj
def disagreements_command(
    context: CliContext, /, only_open: bool, story: str | None, form: str | None, **options: Any
) -> None:
    """Where sources part: answers, stances, wordings and voices that cannot all stand.

    Below them, the later answers that are none: updates of a toll, and a source's own revisions.
    """
    from claimtrack.actions.disagreements import list_disagreements, list_updates

    every = list_disagreements(context.ledger, story=context.story(story), **options)
    rows = [row for row in every if row.open or not only_open]
    if form is not None:
        put_rows([disagreement_row(row, every.names) for row in rows], form, FIELDS)
    else:
        put_lines(line for row in rows for line in _lines(row, every.names, context.colored))
        if not rows:
            say("No open disagreement." if every else "No disagreement.")
        if not (only_open or options["kinds"]):
            later = list_updates(context.ledger, story=context.story(story), restricted=options["restricted"])
            put_lines(line for update in later for line in _update_lines(update, later.names))
    say_left_out(every.left_out)


def disagreement_row(disagreement: Disagreement, names: Mapping[str, str]) -> dict[str, Any]:
    """A disagreement for machines, under the names that an export gives its fields."""
    from claimtrack.render.data import to_plain

    positions = [
        {**to_plain(position), "who": [names.get(source, source) for source in position.sources]}
        for position in disagreement.positions
    ]
    values = {name: getattr(disagreement, name) for name in FIELDS if hasattr(disagreement, name)}
    values |= {"on": disagreement.subject, "positions": positions, "for": disagreement.settled_for}
    return {name: values[name] for name in FIELDS}


def _lines(disagreement: Disagreement, names: Mapping[str, str], colored: bool) -> Iterator[str]:
    from claimtrack.render.terminal.style import Style
    from claimtrack.render.terminal.width import shown, wrapped

    state = "" if disagreement.state == "open" else f" [{disagreement.state}]"
    lead = f"{Style(colored).strength(disagreement.strength)}, {disagreement.kind}:"
    yield f"{short(disagreement.id)}  {lead} {shown(disagreement.text)}{state}"
    for position in disagreement.positions:
        yield from wrapped(_position(position, names, new=position.key in disagreement.new), columns(), first="    - ")
    for note in (*disagreement.differs, *disagreement.notes):
        yield from wrapped(shown(note), columns(), first="      ")
    if disagreement.why:
        settled = f" (for {short(disagreement.settled_for)})" if disagreement.settled_for else ""
        yield from wrapped(f"{disagreement.state}{settled}: {shown(disagreement.why)}", columns(), first="      ")
    yield ""


def _update_lines(update: Update, names: Mapping[str, str]) -> Iterator[str]:
    """A later answer that is no disagreement, on its own line."""
    from claimtrack.render.terminal.width import shown, wrapped

    earlier, later = (
        f"{quoted(side.words)} ({', '.join(shown(names.get(one, one)) for one in side.sources) or 'nobody named'})"
        for side in (update.earlier, update.later)
    )
    words = f"{update.kind}, no disagreement: {shown(update.text)} {earlier} became {later}"
    yield from wrapped(f"{words}  [{short(update.later.claim)}]", columns(), first="    ")


def _position(position: Position, names: Mapping[str, str], *, new: bool) -> str:
    """One position: the words, what a figure means, who stands behind it, and the claim to look at."""
    from claimtrack.queries.views import interval_words
    from claimtrack.render.terminal.width import shown

    means = interval_words(position.low, position.high) if position.low is not None else None
    terms = (
        ("counting", position.counting),
        ("scope", position.scope),
        ("for", position.for_date),
        ("voice:", position.way),
        ("words:", ", ".join(position.label_words)),
    )
    aside = [means] if means and means != position.words else []
    aside += [f"{name} {shown(value)}" for name, value in terms if value]
    sources = ", ".join(shown(names.get(source, source)) for source in position.sources)
    who = sources or position.outlet or "nobody named"
    words = f"{shown(position.words)}{' (' + '; '.join(aside) + ')' if aside else ''}: {who}"
    return f"{words}  [{short(position.claim)}]{' NEW since it was settled' if new else ''}"


def _settle(context: CliContext, name: str, state: str, *, why: str, claim: str | None = None, as_json: bool) -> None:
    from claimtrack.actions import disagreements

    found = disagreements.find_disagreement(context.ledger, context.address(name, "disagreement"))
    stands = context.record(claim, "claim") if claim is not None else None
    written = disagreements.settle(context.ledger, found, state, by=context.user, why=why, claim=stands)
    message = f"{state.capitalize()}, with {len(found.positions)} positions: {safe(why)}"
    print_written(written, [found.id], as_json=as_json, messages=[message])


@click.command("dismiss", epilog=example("dismiss 5mzd --why 'Two different nights'"))
@click.argument("disagreement")
@click.option("--why", metavar="TEXT", required=True, help="The reason.")
@json_option
@click.pass_obj
def dismiss_command(context: CliContext, disagreement: str, why: str, as_json: bool) -> None:
    """Set a disagreement aside: it is none.

    A new or changed position re-opens it.
    """
    _settle(context, disagreement, "dismissed", why=why, as_json=as_json)


@click.command("resolve", epilog=example("resolve 5mzd --why 'The agency corrected its count' --for 3kfa"))
@click.argument("disagreement")
@click.option("--why", metavar="TEXT", required=True, help="The reason.")
@click.option("--for", "claim", metavar="CLAIM", type=RecordParameter("claim"), help="The claim that stands.")
@json_option
@click.pass_obj
def resolve_command(context: CliContext, disagreement: str, why: str, claim: str | None, as_json: bool) -> None:
    """Settle a disagreement: say which position stands, or why both can.

    A new or changed position re-opens it.
    """
    _settle(context, disagreement, "resolved", why=why, claim=claim, as_json=as_json)
