"""The session of one run: what the global options said, and the ledger opened when a verb first needs it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimtrack.cli.settings import Settings
    from claimtrack.ledger.ledger import Ledger


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
    _ledger: Ledger | None = field(default=None, repr=False)

    @property
    def settings(self) -> Settings:
        """The settings that hold, read once."""
        if self._settings is None:
            from claimtrack.cli.settings import read_settings

            self._settings = read_settings(db=self.db, user=self.user_given, environment=os.environ, folder=Path.cwd())
        return self._settings

    @property
    def user(self) -> str:
        """Who writes."""
        return self.settings.user

    def reader(self) -> Ledger:
        """The ledger for reading: it must be there."""
        return self._open(create=False)

    def writer(self) -> Ledger:
        """The ledger for writing: made when it is not there."""
        return self._open(create=self.as_of is None)

    def _open(self, *, create: bool) -> Ledger:
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
