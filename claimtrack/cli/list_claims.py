"""`claimtrack list`: claims, with their status and who said them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from claimtrack.cli.formats_out import (
    columns,
    machine_options,
    put,
    put_rows,
    restricted_option,
    say_left_out,
    short,
)
from claimtrack.cli.record import Record
from claimtrack.cli.trouble import say
from claimtrack.cli.words import Word
from claimtrack.domain.words import CLAIM_KINDS, STATUSES

if TYPE_CHECKING:
    from claimtrack.cli.session import Session
    from claimtrack.queries.claim_list import ClaimLine, Wanted

PAGE = 500
"""Lines of one table; a longer list is several, one under the other."""
FIELDS = (
    *("id", "text", "kind", "status", "reason", "by", "said_by", "otherwise", "answer", "question", "story"),
    *("allegation", "assertions", "documents"),
)


@click.command(epilog="Example: claimtrack list --unverified --source AFP")
@click.option("--unverified", is_flag=True, help="Only unverified claims: the same as --status unverified.")
@click.option("--status", "statuses", type=Word(STATUSES), multiple=True, help="Only this status; repeat.")
@click.option("--flag", "flags", metavar="CODE", multiple=True, help="Only what this rule flags; repeat.")
@click.option(
    "--source", metavar="SOURCE", type=Record("source"), help="Only what this source said, passed on or published."
)
@click.option("--kind", "kinds", type=Word(CLAIM_KINDS), multiple=True, help="Only this kind; repeat.")
@click.option("--question", metavar="QUESTION", help="Only answers to this question.")
@click.option("--tag", metavar="NAME", help="Only claims with this tag.")
@click.option(
    "--story", metavar="STORY", type=Record("story"), help="The story; else the one in use, else the whole ledger."
)
@click.option("--limit", type=click.IntRange(0), metavar="N", help="At most this many; else all.")
@restricted_option
@machine_options
@click.pass_obj
def command(
    session: Session,
    unverified: bool,
    statuses: tuple[str, ...],
    flags: tuple[str, ...],
    source: str | None,
    kinds: tuple[str, ...],
    question: str | None,
    tag: str | None,
    story: str | None,
    limit: int | None,
    restricted: bool,
    form: str | None,
) -> None:
    """List claims by their wording, with their status and who said them."""
    from claimtrack.cli.using import story_of
    from claimtrack.ledger import read
    from claimtrack.queries.claim_list import ClaimList, Wanted

    ledger = session.reader()
    meant = story_of(session, story)
    with ledger.reading() as connection:
        wanted = Wanted(
            story=meant,
            kinds=kinds,
            statuses=(*statuses, *(("unverified",) if unverified else ())),
            flags=flags,
            source=read.find(connection, source, ("source",), story=meant) if source else None,
            question=read.find(connection, question, ("question",), story=meant) if question else None,
            tag=tag,
        )
    found = ClaimList(ledger, wanted, restricted=restricted)
    lines = islice(found, limit)
    if form is not None:
        put_rows(lines, form, FIELDS)
    else:
        count = _print(lines, session.colored)
        say(_summary(count, wanted, limit))
    say_left_out(found.left_out)


def _print(lines: Iterable[ClaimLine], colored: bool) -> int:
    """Print tables of claims, a page each; returns how many claims there were."""
    waiting, count = iter(lines), 0
    while page := list(islice(waiting, PAGE)):
        put(_table(page, colored, titles=not count))
        count += len(page)
    return count


def _table(page: list[ClaimLine], colored: bool, *, titles: bool) -> str:
    from claimtrack.render.table import Column, table
    from claimtrack.render.terminal import STATUS_MARKS

    heads = (
        Column("Id", wraps=False, least=10),
        Column("Status", least=14),
        Column("Claim", least=30),
        Column("Said by", least=16),
    )
    cells = [
        (
            short(line.id),
            f"{STATUS_MARKS[line.status]} {line.status}",
            line.text,
            "; ".join((*line.said_by, *line.otherwise)),
        )
        for line in page
    ]
    text = table(heads, cells, width=columns(), titles=titles)
    return "\n".join(_coloured(text, page) if colored else [text]) + "\n"


def _coloured(text: str, page: list[ClaimLine]) -> Iterator[str]:
    """The table's lines, the status of each claim in its colour."""
    from claimtrack.render.terminal import STATUS_MARKS, Style

    words = {f"{mark} {name}": Style(True).status(name) for name, mark in STATUS_MARKS.items()}
    begun = {short(line.id): f"{STATUS_MARKS[line.status]} {line.status}" for line in page}
    for line in text.split("\n"):
        plain = begun.get(line[:10])
        yield line.replace(plain, words[plain], 1) if plain else line


def _summary(count: int, wanted: Wanted, limit: int | None) -> str:
    from claimtrack.queries.claim_list import Wanted

    if not count:
        return "No claims." if wanted == Wanted(story=wanted.story) else "No claims fit."
    more = " (as many as --limit lets through)" if count == limit else ""
    return f"{count:,} {'claim' if count == 1 else 'claims'}{more}."
