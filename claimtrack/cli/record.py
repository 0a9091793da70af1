"""A record as a person names it on the command line: a type of option whose values a shell can complete."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from claimtrack.cli.words import TextParam


class Record(TextParam):
    """An id, the beginning of one, or a name, of a record of one of these types (any when none is given).

    It is looked up by the verb; here it is only completed: ids are offered, each with what the record says.
    """

    name = "record"

    def __init__(self, *types: str) -> None:
        self.types = types

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The ids that begin so; none when the ledger cannot be read, as a shell has no place for an error."""
        from claimtrack.cli.session import Session
        from claimtrack.domain.text import safe, shorten
        from claimtrack.errors import ClaimtrackError
        from claimtrack.queries.begun import begun

        given = ctx.find_root().params
        try:
            session = Session(db=given.get("db"), as_of=given.get("as_of"))
            with session.reader().reading() as connection:
                found = begun(connection, incomplete, self.types)
        except ClaimtrackError:
            return []
        return [CompletionItem(record, help=safe(shorten(label, 80))) for record, label in found]


class FileOrRecord(Record):
    """A file, or a record of one of these types as a person names it."""

    name = "file or record"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The ids that begin so, and whatever files the shell finds."""
        return [*super().shell_complete(ctx, param, incomplete), CompletionItem(incomplete, type="file")]
