"""The story and document for what follows: `use`, the environment, `--story` and `--in`.

Kept in the user's configuration folder by the ledger's id; written whole or not at all.
"""

from __future__ import annotations

import difflib
import getpass
import json
import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtrack.errors import BadInput, ClaimtrackError

if TYPE_CHECKING:
    from claimtrack.ledger.ledger import LedgerDatabase


@dataclass
class Session:
    """Everything a verb needs from outside. `user_given` is what --user said; `user` is who writes."""

    db: str | None = None
    as_of: str | None = None
    user_given: str | None = None
    color: str = "auto"
    debug: bool = False
    accept_clock: bool = False
    _settings: Settings | None = field(default=None, repr=False)
    _ledger: LedgerDatabase | None = field(default=None, repr=False)

    @property
    def settings(self) -> Settings:
        """The settings that hold, read once."""
        if self._settings is None:
            self._settings = read_settings(db=self.db, user=self.user_given, environment=os.environ, folder=Path.cwd())
        return self._settings

    @property
    def user(self) -> str:
        """Who writes."""
        return self.settings.user

    def reader(self) -> LedgerDatabase:
        """The ledger for reading: it must be there."""
        return self._open(create=False)

    def writer(self) -> LedgerDatabase:
        """The ledger for writing: made when it is not there."""
        return self._open(create=self.as_of is None)

    def _open(self, *, create: bool) -> LedgerDatabase:
        if self._ledger is None:
            from claimtrack.domain.dates import DateError, read_zone
            from claimtrack.errors import BadInput
            from claimtrack.ledger.ledger import open_ledger

            try:
                zone = read_zone(self.settings.zone or "UTC")
            except DateError as error:
                raise BadInput(str(error), "It is set as zone in claimtrack.toml.") from None
            self._ledger = open_ledger(
                self.settings.db, create=create, as_of=self.as_of, zone=zone, accept_clock=self.accept_clock
            )
        return self._ledger

    @property
    def colored(self) -> bool:
        """Whether stdout gets colour: never with NO_COLOR or off a terminal, unless `--color always`."""
        if self.color != "auto":
            return self.color == "always"
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


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
    """Settings by precedence: option, environment, the nearest claimtrack.toml upward from `folder`, the default."""
    found, file = _file(folder)
    if db:
        place, origin = db, "--db"
    elif environment.get("CLAIMTRACK_DB"):
        place, origin = environment["CLAIMTRACK_DB"], "CLAIMTRACK_DB"
    elif found.get("db"):
        assert file is not None
        place, origin = _beside(found["db"], file), str(file)
    else:
        place, origin = str(_default()), "the default"
    name = user or environment.get("CLAIMTRACK_USER") or found.get("user") or _login(environment)
    if not name.isprintable() and name.strip():
        raise BadInput(
            "the name of who writes holds characters that cannot be printed", "Give another with --user NAME."
        )
    return Settings(place, origin, name, found.get("zone"))


def _file(folder: Path) -> tuple[dict[str, str], Path | None]:
    for place in (folder, *folder.parents):
        file = place / FILE
        if file.is_file():
            return _read(file), file
    return {}, None


def _read(file: Path) -> dict[str, str]:
    try:
        found: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadInput(f"{file} cannot be read: {error}", 'It holds lines such as: db = "claims.db"') from None
    for key, value in found.items():
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1, 0.5)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise BadInput(f"{file} has an unknown key {key!r}", f"{hint}It may hold: {', '.join(KEYS)}.")
        if not isinstance(value, str) or not value.strip():
            raise BadInput(f"{file}: {key} must be text in quote marks", f'Write: {key} = "..."')
    return found


def _beside(db: str, file: Path) -> str:
    """A relative path in claimtrack.toml is beside that file."""
    return db if "://" in db else str(file.parent / Path(db).expanduser())


def _default() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("claimtrack", appauthor=False)) / "claims.db"


def _login(environment: Mapping[str, str]) -> str:
    for name in ("LOGNAME", "USER", "USERNAME"):
        if environment.get(name):
            return environment[name]
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


@dataclass(frozen=True, slots=True)
class Used:
    """Ids of the story and document in use; None where none is set."""

    story: str | None = None
    document: str | None = None


def _folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("claimtrack", appauthor=False)) / "use"


def read_used(ledger: str) -> Used:
    """What is in use for the ledger with this id; nothing when its note cannot be read."""
    try:
        found = json.loads((_folder() / f"{ledger}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return Used()
    known = found if isinstance(found, dict) else {}
    ids = [known.get(name) for name in ("story", "document")]
    return Used(*(one if isinstance(one, str) else None for one in ids))


def write_used(ledger: str, used: Used) -> None:
    """Remember what is in use, whole or not at all; when nothing is, nothing is kept."""
    folder = _folder()
    if used == Used():
        (folder / f"{ledger}.json").unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    from claimtrack.safe_files import write_private

    write_private(folder / f"{ledger}.json", json.dumps({"story": used.story, "document": used.document}))


def story_of(session: Session, given: str | None) -> str | None:
    """The id of the story meant: given, else CLAIMTRACK_STORY, else the one in use, else the only one; else None."""
    from claimtrack.ledger import lookup

    ledger = session.reader()
    with ledger.reading() as connection:
        typed = given or os.environ.get("CLAIMTRACK_STORY")
        if typed:
            return lookup.find(connection, typed, ("story",))
        used = read_used(ledger.id).story
        if used is not None and lookup.get(connection, used) is not None:
            return used
        return lookup.only(connection, "story")


def document_of(session: Session, given: str | None) -> str | None:
    """The id of the document meant: given, else CLAIMTRACK_DOCUMENT, else the one in use; else None."""
    from claimtrack.ledger import lookup

    ledger = session.reader()
    with ledger.reading() as connection:
        typed = given or os.environ.get("CLAIMTRACK_DOCUMENT")
        if typed:
            return lookup.find(connection, typed, ("document",))
        used = read_used(ledger.id).document
        return used if used is not None and lookup.get(connection, used) is not None else None


def document_or_url(session: Session, given: str | None) -> str | None:
    """As `document_of`; a URL that is not in the ledger is given back as it is, to become a document of its own."""
    from claimtrack.domain.urls import is_web_url

    try:
        return document_of(session, given)
    except BadInput:
        if given is not None and is_web_url(given):
            return given
        raise


def require_story(session: Session, given: str | None) -> str:
    """As `story_of`; refused when there is none to mean."""
    found = story_of(session, given)
    if found is None:
        raise ClaimtrackError("no story is named or in use", "Give --story, or 'claimtrack use --story NAME'.")
    return found


def record(session: Session, typed: str, *types: str, story: str | None = None) -> str:
    """The id of the record that a person means, of one of these types (any when none is given)."""
    from claimtrack.ledger import lookup

    ledger = session.reader()
    with ledger.reading() as connection:
        return lookup.find(connection, typed, types, story=story)


def story_of_claim(session: Session, claim: str) -> str | None:
    """The id of the story that a claim (an id) belongs to; None when it belongs to none."""
    from claimtrack.ledger import lookup

    with session.reader().reading() as connection:
        return (lookup.get(connection, claim) or {}).get("story")


def evidence(session: Session, typed: str) -> str:
    """The id of the evidence that a person means; what is no record's is given back: a URL or words for it."""
    try:
        return record(session, typed, "evidence")
    except BadInput:
        return typed


def question_kind(session: Session, typed: str | None, story: str | None) -> str | None:
    """The kind of answer a question asks for; None when it is not in the ledger yet, or none is named."""
    from claimtrack.ledger import lookup

    if typed is None:
        return None
    ledger = session.reader()
    with ledger.reading() as connection:
        try:
            found = lookup.get(connection, lookup.find(connection, typed, ("question",), story=story))
        except ClaimtrackError:
            return None
    return str(found["answer_kind"]) if found else None


def sentences(session: Session, assertions: Sequence[str]) -> list[str]:
    """Assertions as the report words them, in the order given."""
    from claimtrack.queries.claims import load_attributions
    from claimtrack.render.sentence import sentence

    ledger = session.reader()
    with ledger.reading() as connection:
        rows = load_attributions(connection, assertions)
    return list(dict.fromkeys(sentence(row) for row in rows))


def place_of(session: Session, assertions: Sequence[str]) -> str | None:
    """The id of the document that the first of these assertions stands in."""
    from claimtrack.ledger import lookup

    ledger = session.reader()
    with ledger.reading() as connection:
        for body in lookup.bodies(connection, assertions).values():
            return body.get("document")
    return None
