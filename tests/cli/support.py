"""What the tests of the command line share: a desk with a ledger, on which lines are typed, and what they come to."""

from __future__ import annotations

import json
import os
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from claimtrack.ledger.database import open_ledger
from tests.cli import program

ARTICLE = """\
Dam at Kesra holds as residents return

By Ida Lorne in Kesra

The mayor of Kesra, Omar Denn, blamed "wreckers" from abroad for the breach. He gave no evidence.

“We will rebuild the lower town,” he said on Sunday. “We will rebuild the lower town before winter.”

Police said dozens of “looters” had been hurt. Sabine, at the gate, told River Wire: “About 10 people were hurt.”

About 400 engineers have reportedly arrived.

The gates stood open on Monday. The lake isn’t full – not yet.
"""
"""A text with curly and straight quotes, an apostrophe, a dash, words that stand twice, and figures."""

URL = "https://courier.example/dam"


class Ran(program.Ran):
    """What one line came to."""

    @property
    def id(self) -> str:
        """The one id printed."""
        (only,) = self.out.split()
        return only

    @property
    def ids(self) -> list[str]:
        """The ids printed, one a line."""
        return self.out.split()

    @property
    def json(self) -> Any:
        """stdout read as JSON."""
        return json.loads(self.out)


@dataclass
class Desk:
    """A person at a terminal with one ledger: `db` as `--db` takes it, `folder` the working folder."""

    db: str
    folder: Path
    user: str | None = "desk"
    ran: list[Ran] = field(default_factory=list)

    def __call__(self, *arguments: str, stdin: str = "") -> Ran:
        """Run one command in this process; nothing is asserted about it."""
        head = ["--db", self.db, *(["--user", self.user] if self.user is not None else [])]
        return self.bare(*head, *arguments, stdin=stdin)

    def bare(self, *arguments: str, stdin: str = "") -> Ran:
        """As a call, without --db and --user."""
        done = program.run(*arguments, stdin=stdin)
        assert "Traceback" not in done.err
        self.ran.append(Ran(done.status, done.out, done.err))
        return self.ran[-1]

    def ok(self, *arguments: str, stdin: str = "") -> Ran:
        """Run one command that must end with status 0."""
        done = self(*arguments, stdin=stdin)
        assert done.status == 0, f"{shlex.join(arguments)}\n{done.out}{done.err}"
        return done

    def refused(self, *arguments: str, status: int = 2, stdin: str = "") -> str:
        """Run one command that must be refused with this status and leave the ledger as it was; what stderr says."""
        before = self.head()
        done = self(*arguments, stdin=stdin)
        assert (done.status, done.out) == (status, ""), f"{shlex.join(arguments)[:200]}\n{done.out}{done.err}"
        assert done.err.startswith("claimtrack: ")
        assert "an unexpected error" not in done.err
        assert self.head() == before
        return done.err

    @property
    def on_postgresql(self) -> bool:
        """Whether the ledger is in PostgreSQL; else it is in SQLite."""
        return "://" in self.db

    def reports(self, *formats: str) -> tuple[str, ...]:
        """Those of these formats of a report to look at on this database: all on SQLite, on PostgreSQL page and data.

        A page asks the database for all that any format does, and of the rest (`actions.reports`) JSON tells most.
        """
        return tuple(one for one in formats if not self.on_postgresql or one in ("html", "json"))

    def head(self) -> tuple[int, str]:
        """How many changes there are, and the digest of the last; (0, "") without a ledger."""
        if "://" not in self.db and not Path(self.db).exists():
            return 0, ""
        with open_ledger(self.db).reading() as connection:
            found = connection.execute(text("SELECT value FROM meta WHERE name = 'head'")).scalar_one()
            return connection.execute(text("SELECT COUNT(*) FROM change")).scalar_one(), str(found)

    def body(self, record: str) -> dict[str, Any]:
        """A live record as it is stored."""
        found = self.bodies("id = :id", id=record)
        assert found, f"no live record {record}"
        return found[0]

    def bodies(self, where: str, **values: str) -> list[dict[str, Any]]:
        """Live records as they are stored, by type and then id. `where` is on the view record_body."""
        select = f"SELECT body FROM record_body WHERE state = 'live' AND {where} ORDER BY type, id"
        with open_ledger(self.db).reading() as connection:
            return [json.loads(row[0]) for row in connection.execute(text(select), values)]

    def all(self, record_type: str) -> list[dict[str, Any]]:
        """The live records of a type, by id."""
        return self.bodies("type = :type", type=record_type)

    def state(self, record: str) -> str:
        """Whether a record is live, void or withheld."""
        with open_ledger(self.db).reading() as connection:
            found = connection.execute(text("SELECT state FROM record WHERE id = :id"), {"id": record})
            return str(found.scalar_one())

    def assertion(self, done: Ran | None = None) -> dict[str, Any]:
        """The assertion that the last `add` or `attribute` made (with --json, its first)."""
        last = (done or self.ran[-1]).id
        own = self.body(last)
        if own["type"] == "assertion":
            return own
        (only,) = [body for body in self.all("assertion") if body["claim"] == last]
        return only

    def furnish(self) -> None:
        """A story and the article, both in use. On SQLite they are copied after the first time."""
        (self.folder / "article.txt").write_text(ARTICLE, "utf-8")
        place = Path(self.db)
        if "://" not in self.db and _FURNISHED:
            database, name, used = _FURNISHED[0]
            place.write_bytes(database)
            _used_folder().mkdir(parents=True)
            (_used_folder() / name).write_bytes(used)
            return
        self.ok("story", "add", "Dam at Kesra")
        self.ok("source", "add", "The Courier", "--kind", "outlet")
        title = ("--title", "Dam at Kesra holds", "--publisher", "The Courier", "--published", "2026-03-02")
        self.ok("document", "add", "article.txt", "--url", URL, *title)
        self.ok("use", URL, "--story", "Dam at Kesra")
        if "://" not in self.db:
            (used_file,) = _used_folder().iterdir()
            _FURNISHED.append((place.read_bytes(), used_file.name, used_file.read_bytes()))


_FURNISHED: list[tuple[bytes, str, bytes]] = []
"""Once it was made: the furnished database, and the name and content of the file that says what is in use."""


def _used_folder() -> Path:
    return Path(os.environ["XDG_CONFIG_HOME"]) / "claimtrack" / "use"
