"""What a verb needs from outside: settings, the open ledger, and the records that its arguments name."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.cli.user_folders import read_in_use, user_folder
from claimtrack.domain.english import join_list
from claimtrack.domain.text import safe
from claimtrack.errors import BadInput, ClaimtrackError, DatabaseTrouble, NeedsPerson
from claimtrack.safe_files import expanded, make_private_folder, refuse_ledger_stream

if TYPE_CHECKING:
    import click

    from claimtrack.ledger.database import LedgerDatabase
    from claimtrack.ledger.lookup import Match


@dataclass
class CliContext:
    """Everything a verb needs from outside. `user_given` is what --user said; `user` is who writes."""

    db: str | None = None
    as_of: str | None = None
    user_given: str | None = None
    color: str = "auto"
    debug: bool = False
    accept_clock: bool = False
    no_pager: bool = False
    _ledger: LedgerDatabase | None = field(default=None, repr=False)

    @cached_property
    def settings(self) -> Settings:
        """The settings that hold, read once. Raises BadInput where what is printed would go into the ledger."""
        from claimtrack.domain.urls import means_a_database

        settings = read_settings(db=self.db, user=self.user_given, environment=os.environ, folder=Path.cwd())
        if not means_a_database(settings.db):
            refuse_ledger_stream(expanded(settings.db))
        return settings

    @property
    def user(self) -> str:
        """Who writes."""
        return self.settings.user

    @property
    def colored(self) -> bool:
        """Whether stdout gets colour: never with NO_COLOR or off a terminal, unless `--color always`."""
        if self.color != "auto":
            return self.color == "always"
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def page_output(self, ctx: click.Context) -> None:
        """Let what is printed until `ctx` ends go through a pager where it is longer than the screen.

        Only on a terminal, and not with --no-pager.
        """
        if sys.stdout.isatty() and not self.no_pager:
            from claimtrack.cli.pager import Pager

            ctx.with_resource(Pager())

    @property
    def ledger(self) -> LedgerDatabase:
        """The ledger, opened once; it must be there. Raises DatabaseTrouble when it is not."""
        return self._open(create=False)

    @property
    def ledger_to_write(self) -> LedgerDatabase:
        """The ledger, made when it is not there (never in the past)."""
        return self._open(create=self.as_of is None)

    def _open(self, *, create: bool) -> LedgerDatabase:
        if self._ledger is None:
            from claimtrack.actions.ledger import open_ledger

            if create and self.settings.db_from == DEFAULT:
                _make_data_folder(Path(self.settings.db).parent)
            self._ledger = open_ledger(
                self.settings.db,
                create=create,
                as_of=self.as_of,
                zone=self.settings.zone,
                accept_clock=self.accept_clock,
                keep=True,
            )
        return self._ledger

    def close(self) -> None:
        """Close what is open of the ledger."""
        if self._ledger is not None:
            self._ledger.close()

    @property
    def recorded(self) -> str:
        """What is known to be in the ledger when a command breaks off, as a sentence; "" when it recorded nothing."""
        if self._ledger is not None and self._ledger.in_doubt:
            return "It is not known whether this was recorded: look into 'claimtrack log' before you repeat it."
        changes = [f"{seq:,}" for seq in self._ledger.recorded] if self._ledger is not None else []
        if not changes:
            return ""
        several = "s" if len(changes) > 1 else ""
        return f"What was recorded before that stays: change{several} {join_list(changes)}, in 'claimtrack log'."

    def record(
        self, name: str, *types: str, story: str | None = None, restricted: bool = True, whole: bool = False
    ) -> str:
        """The id of the record of one of these types (none: any) that an id, a name, or the beginning of either means.

        Unless `restricted`, what is off the record or embargoed is not found: for verbs that read. Where only the
        beginning of a name was typed, the whole name is told on stderr; with `whole` that is not enough.
        """
        from claimtrack.actions.lookup import match_record

        name = self.address(name, *types, story=story, restricted=restricted)
        return _tell(name, match_record(self.ledger, name, *types, story=story, restricted=restricted, whole=whole))

    def names_in(self, values: Iterable[Any]) -> dict[str, str]:
        """What the records are called whose ids stand in values of fields; not those that are off the record."""
        from claimtrack.actions.lookup import called, restricted_ids
        from claimtrack.domain.ids import ids_in

        ids = ids_in(*values)
        return called(self.ledger, ids - restricted_ids(self.ledger)) if ids else {}

    def address(self, name: str, *types: str, story: str | None = None, restricted: bool = True) -> str:
        """The id that a number of a report ("C60") means where one of these types belongs; any other name as it is.

        Which report gave the number is told on stderr. Unless `restricted`, the number of what is off the record or
        embargoed is one that no report has. Raises BadInput where none has it, NeedsPerson where they differ, or where
        a record is called so.
        """
        if re.fullmatch(r"\s*[CDP][1-9][0-9]*\s*", name) is None:
            return name
        from claimtrack.actions.lookup import match_record, restricted_ids
        from claimtrack.cli import report_numbers
        from claimtrack.cli.errors import say

        if types and report_numbers.numbered_type(name) not in types:
            return name
        with suppress(BadInput):
            among = (one for one in types if one != "disagreement")
            called = match_record(self.ledger, name, *among, restricted=restricted, whole=True)
            what = f"{name} may be a number of a report, and a record is called so"
            raise NeedsPerson(what, "Give the id.", [called.id])
        in_use = story or read_in_use(self.ledger.id).story
        hidden = frozenset() if restricted else restricted_ids(self.ledger)
        record, report = report_numbers.resolve_number(name, report_numbers.load(self.ledger.id), in_use, hidden)
        say(report_numbers.resolved_words(name, record, report, self.ledger.last_change()))
        return record

    def void_record(self, name: str) -> str:
        """The id of the void record that an id, its text, or the beginning of either means."""
        from claimtrack.actions.lookup import match_void_record

        return _tell(name, match_void_record(self.ledger, name))

    def story(self, given: str | None = None) -> str | None:
        """The story (an id): given, else CLAIMTRACK_STORY, else the one in use, else the only one; else None."""
        from claimtrack.actions.lookup import only_record

        named = given or os.environ.get("CLAIMTRACK_STORY")
        return self.record(named, "story") if named else self._in_use("story") or only_record(self.ledger, "story")

    def required_story(self, given: str | None) -> str:
        """As `story`; raises ClaimtrackError when there is none to mean."""
        story = self.story(given)
        if story is None:
            raise ClaimtrackError("no story is named or in use", "Give --story, or 'claimtrack use --story NAME'.")
        return story

    def document(self, given: str | None) -> str | None:
        """The document (an id): given, else CLAIMTRACK_DOCUMENT, else the one in use; else None."""
        named = given or os.environ.get("CLAIMTRACK_DOCUMENT")
        return self.record(named, "document") if named else self._in_use("document")

    def document_or_url(self, given: str | None) -> str | None:
        """As `document`; a URL that is not in the ledger stays as it is, to become a document of its own."""
        from claimtrack.domain.urls import is_web_url

        try:
            return self.document(given)
        except BadInput:
            if given is not None and is_web_url(given):
                return given
            raise

    def _in_use(self, record_type: str) -> str | None:
        """The id of the story or document in use; None when there is none, or it is no longer live."""
        from claimtrack.actions.lookup import current_fields

        record = getattr(read_in_use(self.ledger.id), record_type)
        return record if record is not None and current_fields(self.ledger, [record]) else None


def _tell(typed: str, match: Match) -> str:
    """The id of a record that was found, after saying what it is called where only the beginning of that was typed."""
    from claimtrack.cli.errors import say

    if match.called is not None:
        say(f"{safe(typed)!r} is taken as {safe(match.called)!r}.")
    return match.id


DEFAULT = "the default"
"""What said where the ledger is when nobody did."""
FILE = "claimtrack.toml"
KEYS = ("db", "user", "zone")
"""What claimtrack.toml may hold: the ledger, the writer's name, and the IANA zone in which bare dates are days."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for this run. `db_from` says where the ledger's place was taken from."""

    db: str
    db_from: str
    user: str
    zone: str | None


def read_settings(*, db: str | None, user: str | None, environment: Mapping[str, str], folder: Path) -> Settings:
    """Settings by precedence: option, environment, the nearest claimtrack.toml upward from `folder`, the default.

    A file that others wrote or may write is passed over when the ledger is named without it; else BadInput is raised,
    as for a file that names a server: they would choose where what is recorded goes, and in whose name.
    """
    given = db or environment.get("CLAIMTRACK_DB")
    configured, file = _file(folder, obeyed=not given)
    if given:
        place, origin = given, "--db" if db else "CLAIMTRACK_DB"
    elif configured.get("db"):
        assert file is not None
        place, origin = _beside(configured["db"], file), str(file)
    else:
        place, origin = str(_default()), DEFAULT
    name = user or environment.get("CLAIMTRACK_USER") or configured.get("user") or _login(environment)
    if not name.isprintable() and name.strip():
        raise BadInput(
            "the name of who writes holds characters that cannot be printed", "Give another with --user NAME."
        )
    return Settings(place, origin, name, configured.get("zone"))


def _file(folder: Path, *, obeyed: bool) -> tuple[dict[str, str], Path | None]:
    """What the nearest file says, and its path. One that others wrote is refused, or passed over unless `obeyed`."""
    for place in (folder, *folder.parents):
        file = place / FILE
        with suppress(PermissionError):  # a folder above that may not be looked into has no file for us
            if file.is_file():
                status = file.stat()
                foreign = _foreign(file.lstat(), status)
                if foreign is None:
                    return _read(file, status), file
                if obeyed:
                    raise BadInput(
                        f"{file} {foreign}, so it is not obeyed",
                        "Name the ledger yourself, with --db or CLAIMTRACK_DB, or make a file of your own of it.",
                    )
                break
    return {}, None


def _foreign(link: os.stat_result, file: os.stat_result) -> str | None:
    """Why what a file says may be somebody else's; None where it, and the link to it, are of this user or of root."""
    if not hasattr(os, "getuid"):
        return None
    if not {link.st_uid, file.st_uid} <= {os.getuid(), 0}:
        return "belongs to another user"
    return "may be written to by everybody" if file.st_mode & stat.S_IWOTH else None


def _read(file: Path, status: os.stat_result) -> dict[str, str]:
    """The settings in a file, which must be the one of this status still. Raises BadInput."""
    import tomllib

    try:
        with file.open("rb") as stream:
            if not os.path.samestat(status, os.fstat(stream.fileno())):
                raise BadInput(f"{file} was replaced while it was read", "Run the command again.")
            settings: dict[str, Any] = tomllib.loads(stream.read().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadInput(f"{file} cannot be read: {error}", 'It holds lines such as: db = "claims.db"') from None
    for key, value in settings.items():
        if key not in KEYS:
            import difflib

            near = difflib.get_close_matches(key, KEYS, 1, 0.5)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise BadInput(f"{file} has an unknown key {key!r}", f"{hint}It may hold: {', '.join(KEYS)}.")
        if not isinstance(value, str) or not value.strip():
            raise BadInput(f"{file}: {key} must be text in quote marks", f'Write: {key} = "..."')
    return settings


def _beside(db: str, file: Path) -> str:
    """The path that claimtrack.toml names: a relative one is beside that file. Raises BadInput for a server."""
    from claimtrack.domain.urls import means_a_database

    if means_a_database(db):
        raise BadInput(
            f"{file} names a database server, which is not used unless you name it yourself",
            "If it is the ledger you mean: --db URL, or set CLAIMTRACK_DB.",
        )
    return str(file.parent / expanded(db))


def _make_data_folder(folder: Path) -> None:
    try:
        make_private_folder(folder)
    except OSError as error:
        raise DatabaseTrouble(
            f"the folder {folder} cannot be made: {error.strerror}", "Give another place with --db."
        ) from None


def _default() -> Path:
    return user_folder("data") / "claims.db"


def _login(environment: Mapping[str, str]) -> str:
    for name in ("LOGNAME", "USER", "USERNAME"):
        if environment.get(name):
            return environment[name]
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
