"""An open ledger: a database that is read in short transactions and written one change at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import Enum, auto
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from claimtrack.errors import BadInput, CommitInDoubt, DatabaseTrouble
from claimtrack.ledger.as_of import change_at, instant_of, is_past
from claimtrack.ledger.change import Change
from claimtrack.ledger.restricted.shown_views import set_views
from claimtrack.ledger.restricted.visibility import hide_restricted, show_as_of
from claimtrack.ledger.store import migrations
from claimtrack.ledger.store.dialect import asked_once
from claimtrack.ledger.store.engine import (
    RETRIED,
    Location,
    allow_views,
    explain,
    gather_statistics,
    make_engine,
    reading,
    refuse_other_file,
    see_one_state,
    sqlstate,
    vacuum,
    writing,
)
from claimtrack.ledger.store.judgement_cache import CacheUpdate, keep, last_change, set_remembering, updates_of
from claimtrack.ledger.store.shown import show_to_outsider, shown_change
from claimtrack.ledger.store.tables import PROJECTED
from claimtrack.ledger.write.append import Appender
from claimtrack.safe_files import make_private_file
from claimtrack.schema.limits import value_faults

T = TypeVar("T")
Clock = Callable[[], datetime]

TRIES = 5
"""How often an action is run when PostgreSQL asks for it again."""

MUCH = 1_000
"""As many entries in one change are much: PostgreSQL gathers statistics after it."""

_FILLED = ("entry", "search_terms", *(table.name for table in PROJECTED.values()))
"""The tables that grow with the ledger."""


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """What a write came to: the action's value, and its change's number and digest (None when nothing was written)."""

    value: T
    seq: int | None
    digest: str | None


class Access(Enum):
    """What may be done with an open ledger: anything; reading only; or reading of it what was not said in confidence.

    For OPEN_RECORDS there is nothing off the record, embargoed, on background or of a confidential source, however it
    is asked for.
    """

    FULL = auto()
    READING = auto()
    OPEN_RECORDS = auto()


class _Nothing(Exception):
    """Carries an action's value out of a transaction that is to leave no trace."""

    def __init__(self, value: object) -> None:
        self.value = value


def _present() -> datetime:
    return datetime.now(UTC)


class LedgerDatabase:
    """An open ledger. Make one with `open_ledger`. Holds no connection between calls, unless it is to keep one."""

    def __init__(
        self,
        location: Location,
        *,
        as_of: str | None,
        zone: tzinfo,
        clock: Clock,
        accept_clock: bool,
        access: Access = Access.FULL,
        keep: bool = False,
    ) -> None:
        self.location = location
        self.zone = zone
        self.as_of = instant_of(as_of, zone, "--as-of") if as_of is not None else None
        self._clock = clock
        self._accept_clock = accept_clock
        self._access = access
        self._engine = make_engine(location, read_only=self.read_only, keep=keep)
        self.recorded: list[int] = []
        """The numbers of the changes that were recorded through this object."""
        self.in_doubt = False
        """Whether a change was to be recorded of which nobody knows whether it was."""

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written through this object, neither a change nor what was worked out."""
        return self._access is not Access.FULL

    @property
    def shown(self) -> str:
        """Where it is, fit to be printed: never a password."""
        return self.location.shown

    @property
    def id(self) -> str:
        """The ledger's own random id."""
        with self.reading(views=False) as connection:
            return str(migrations.meta(connection, "ledger"))

    def open_records(self) -> LedgerDatabase:
        """The same ledger as it stands now, with access to OPEN_RECORDS only."""
        return LedgerDatabase(
            self.location,
            as_of=None,
            zone=self.zone,
            clock=self._clock,
            accept_clock=self._accept_clock,
            access=Access.OPEN_RECORDS,
        )

    def close(self) -> None:
        """Close the connection that is kept, if one is. It can still be used."""
        self._engine.dispose()

    def now(self) -> datetime:
        """The present by the ledger's clock, aware."""
        return self._clock()

    @contextmanager
    def reading(self, *, change: int | None = None, views: bool = True) -> Iterator[Connection]:
        """A connection in a short read transaction, as-of views in place. Fetch whole, then print.

        Never print in it. `change` shows the ledger as that change left it, so that pages read one after the other
        are of one piece whoever writes meanwhile. Without `views` the database is seen as it is.
        """
        try:
            with reading(self._engine) as connection:
                with self._views_allowed(connection):
                    if change is not None:
                        set_views(connection, change)
                    elif self.as_of is not None and views:
                        set_views(connection, change_at(connection, self.as_of))
                    else:
                        set_remembering(connection, True)
                updates = updates_of(connection)
                yield connection
            keep(self._engine, updates)
        except DBAPIError as error:
            raise explain(error, self.location) from error

    @contextmanager
    def pages(
        self, change: int, *, restricted: bool = True
    ) -> Iterator[Callable[[], AbstractContextManager[Connection]]]:
        """For reading in pages: gives short read transactions that all show the ledger as `change` left it.

        Without `restricted`, what may not leave now is hidden from all of them.

        One connection serves them all, with no transaction open in between. While no other change is made it shows
        that without views, which take PostgreSQL as long to make as a page.
        """
        updates: list[CacheUpdate] = []
        try:
            with self._engine.connect() as connection:
                see_one_state(connection)
                connection.detach()  # its views outlive the transaction
                updates = updates_of(connection)
                with connection.begin(), self._views_allowed(connection):
                    set_remembering(connection, self.as_of is None)
                    if is_past(connection, change):
                        set_views(connection, change)
                    if not restricted:
                        hide_restricted(connection, self.now())
                yield partial(self._page, connection, change)
            keep(self._engine, updates)
        except GeneratorExit:  # whoever reads has enough
            keep(self._engine, updates)
            raise
        except DBAPIError as error:
            raise explain(error, self.location) from error

    @contextmanager
    def _views_allowed(self, connection: Connection) -> Iterator[None]:
        """Where the views of a transaction are made; in the end, what this object may not show is hidden by them."""
        if self.read_only:
            allow_views(connection, True)
        show_to_outsider(connection, self._access is Access.OPEN_RECORDS)
        yield
        if self._access is Access.OPEN_RECORDS:
            hide_restricted(connection, self.now())
            allow_views(connection, False)

    @contextmanager
    def _page(self, connection: Connection, change: int) -> Iterator[Connection]:
        with connection.begin() as transaction, asked_once(connection):
            current = shown_change(connection) is not None or not is_past(connection, change)
            if current:
                yield connection
            transaction.rollback()
        if not current:  # somebody wrote since the page before
            with connection.begin():
                if self.read_only:
                    allow_views(connection, True)
                show_as_of(connection, change)
            with self._page(connection, change) as page:
                yield page

    def last_change(self) -> int:
        """The number of the last change that this ledger, opened as it was, shows; 0 when it is empty."""
        with self.reading(views=False) as connection:
            if self.as_of is not None:
                return change_at(connection, self.as_of)
            return last_change(connection)

    def write(
        self, action: Callable[[Change], T], *, by: str, kind: str, why: str | None = None, dry_run: bool = False
    ) -> Written[T]:
        """Run `action` in one transaction and seal what it appended as one change of `kind`.

        The action may be run again when the database asks for it, so it prints nothing and asks nobody. With `dry_run`
        everything is undone at the end. When nothing was appended no change is made.
        """
        if self.as_of is not None:
            raise BadInput("the past cannot be written to", "Leave --as-of away to write.")
        if self.read_only:
            raise BadInput("the ledger was opened to be read only", "Open it to write to it.")
        if not by.strip():
            raise BadInput("nobody is named as the writer", "Give --user NAME.")
        faults = value_faults({"by": by, "why": why, "kind": kind})
        if faults:
            raise BadInput("nothing was recorded", "", faults)
        for left in range(TRIES - 1, -1, -1):
            try:
                return self._once(action, by, kind, why, dry_run)
            except DBAPIError as error:
                if not left or sqlstate(error) not in RETRIED:
                    raise explain(error, self.location) from error
                time.sleep(0.05 * (TRIES - left))
        raise AssertionError

    @contextmanager
    def maintaining(self) -> Iterator[Connection]:
        """A connection in a write transaction that makes no change: for upgrading and rebuilding only."""
        try:
            with writing(self._engine) as connection:
                yield connection
        except DBAPIError as error:
            raise explain(error, self.location) from error

    def compact(self) -> None:
        """Rewrite a SQLite file whole, so that nothing remains of what was taken out of it; on PostgreSQL nothing."""
        try:
            vacuum(self._engine)
        except DBAPIError as error:
            raise explain(error, self.location) from error

    def gather_statistics(self) -> None:
        """Let PostgreSQL plan for what the ledger holds now, after much was written; on SQLite nothing."""
        gather_statistics(self._engine, _FILLED)

    def _scrub(self) -> None:
        try:
            vacuum(self._engine)
        except DBAPIError as error:
            raise DatabaseTrouble(
                f"it is withheld, but traces of it may remain in the file {self.shown}: {error.orig}",
                "Run: claimtrack db rebuild",
            ) from error

    def _once(self, action: Callable[[Change], T], by: str, kind: str, why: str | None, dry_run: bool) -> Written[T]:
        """Run `action` in one transaction. Where the COMMIT broke off, what is in the ledger decides."""
        written: Written[T] | None = None
        try:
            with writing(self._engine) as connection:
                ledger = str(migrations.meta(connection, "ledger"))
                appender = Appender(
                    connection,
                    by=by,
                    why=why,
                    kind=kind,
                    zone=self.zone,
                    now=self._clock(),
                    accept_clock=self._accept_clock,
                )
                value = action(Change(appender, ledger))
                if dry_run or not appender.count:
                    raise _Nothing(value)
                written = Written(value, appender.seq, appender.seal(ledger))
        except _Nothing as nothing:
            return Written(nothing.value, None, None)  # type: ignore[arg-type]
        except DBAPIError:
            raise
        except BaseException as error:
            if written is None or not self._was_recorded(written):
                if isinstance(error, CommitInDoubt) and isinstance(error.__cause__, DBAPIError) and not self.in_doubt:
                    raise error.__cause__ from None
                raise
            if not isinstance(error, CommitInDoubt):
                self.recorded.append(appender.seq)
                raise
        self.recorded.append(appender.seq)
        if appender.projector.forgot:
            self._scrub()
        if appender.count >= MUCH:
            self.gather_statistics()
        return written

    def _was_recorded(self, written: Written[T]) -> bool:
        """Whether a change is in the ledger whose COMMIT broke off; `in_doubt` is set where that cannot be known.

        On PostgreSQL what is not there may still come: the server goes on without whoever asked.
        """
        try:
            with reading(self._engine) as connection:
                sql = text("SELECT 1 FROM change WHERE digest = :digest")
                there = connection.execute(sql, {"digest": written.digest}).first() is not None
        except DBAPIError:
            there, self.in_doubt = False, True
        if not there and self.location.url is not None:
            self.in_doubt = True
        return there


def open_ledger(
    location: str | PathLike[str],
    *,
    create: bool = False,
    as_of: str | None = None,
    zone: tzinfo = UTC,
    clock: Clock = _present,
    accept_clock: bool = False,
    check: bool = True,
    access: Access = Access.FULL,
    keep: bool = False,
) -> LedgerDatabase:
    """Open the ledger at a path or PostgreSQL URL; with `create`, make it where there is none, in a folder there is.

    `as_of` (EDTF text) shows the ledger as it stood; `zone` reads bare dates; `clock` gives the present. With `check`
    False a ledger of another version, or with a stale projection, is opened all the same: for upgrading and
    rebuilding only. `access` says what may be done. With `keep` one connection is kept between calls, until `close`.
    Raises DatabaseTrouble when there is no ledger, or it cannot be used.
    """
    where = Location.read(location)
    if where.path is not None:
        if where.path.is_dir():
            raise DatabaseTrouble(f"{where.shown} is a folder, not a ledger", "Name a file in it, such as claims.db.")
        if not where.path.exists():
            if not create:
                todo = "The first write makes it: claimtrack story add NAME."
                if not where.path.parent.is_dir():
                    todo = "Its folder is not there either: make the folder, or give another place."
                raise DatabaseTrouble(f"there is no ledger at {where.shown} yet", todo)
            _make_file(where)
        if create:
            refuse_other_file(where.path)
    ledger = LedgerDatabase(
        where, as_of=as_of, zone=zone, clock=clock, accept_clock=accept_clock, access=access, keep=keep
    )
    try:
        if create:
            with ledger._engine.connect() as connection:
                missing = migrations.revision_of(connection) is None
            if missing:
                migrations.create(ledger._engine, where)
        if check:
            with reading(ledger._engine) as connection:
                migrations.check(connection, where)
    except Exception as error:
        ledger.close()
        if isinstance(error, DBAPIError):
            raise explain(error, where) from error
        raise
    return ledger


def _make_file(where: Location) -> None:
    """Make the empty file of a new ledger, its owner's alone; SQLite gives its journal the same rights."""
    assert where.path is not None
    folder = Path(os.path.realpath(where.path)).parent
    if not folder.is_dir():
        raise DatabaseTrouble(
            f"there is no folder {folder} to make the ledger in", "Make the folder first, or give another with --db."
        )
    try:
        make_private_file(where.path)
    except OSError as error:
        raise DatabaseTrouble(
            f"the ledger {where.shown} cannot be made: {error.strerror}", "Give another place with --db."
        ) from None
