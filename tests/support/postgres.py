"""A PostgreSQL server for the tests, and fresh databases on it; fresh schemas on a Citus.

The server is the one named by CLAIMTRACK_TEST_PG, else one of Debian's server binaries started in
a temporary folder by `tests.support.watchdog`. Where neither can be had, the tests that need it
are skipped and say so.
"""

import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url


@dataclass
class Provider:
    """Gives the URL of a server that may be used to create databases; starts it when first asked.

    `given` is a URL from outside; `reason` says why there is no server.
    """

    given: str | None = None
    reason: str | None = None
    _url: str | None = None
    _watchdog: subprocess.Popen[str] | None = field(default=None, repr=False)

    def url(self) -> str | None:
        """The server's URL; None if there is none, and `reason` says why."""
        if self.given is None and self._url is None and self.reason is None:
            self._start()
        return self.given or self._url

    def _start(self) -> None:
        self._watchdog = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("watchdog.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # What a person has set for psql is not for the tests.
            env={name: text for name, text in os.environ.items() if not name.startswith("PG")},
            # Out of reach of the terminal's Ctrl-C: the closing pipe stops it.
            start_new_session=True,
        )
        assert self._watchdog.stdout is not None
        line = self._watchdog.stdout.readline()
        answer = json.loads(line) if line else {"error": "the server's watchdog ended"}
        self._url, self.reason = answer.get("url"), answer.get("error")

    def stop(self) -> None:
        """Stop the server if it was started here, and wait until it is gone."""
        if self._watchdog is not None:
            self._watchdog.communicate()
            self._watchdog = self._url = None


class Databases:
    """Makes fresh databases on a server, and drops them all."""

    def __init__(self, server: str, template: str | None = None) -> None:
        """Serve from the server at this URL (`postgresql://` or `postgres://`). They are copies of a `template`."""
        self._server = make_url(server).set(drivername="postgresql")
        self._template = f'TEMPLATE "{template}"' if template is not None else ""
        self._made: list[str] = []
        self._connection: psycopg.Connection | None = None

    def new(self) -> str:
        """The `postgresql://` URL of a new, empty database."""
        name = f"claimtrack_test_{uuid.uuid4().hex}"
        self._execute(f'CREATE DATABASE "{name}" {self._template} {self._strategy()}')
        self._made.append(name)
        return self._server.set(database=name).render_as_string(hide_password=False)

    def drop(self) -> None:
        """Drop every database made here, whoever is still connected to it."""
        while self._made:
            self._drop(self._made.pop())
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def drop_one(self, url: str) -> None:
        """Drop the database at a URL that `new` gave, whoever is still connected to it."""
        name = str(make_url(url).database)
        self._made.remove(name)
        self._drop(name)

    def _drop(self, name: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _strategy(self) -> str:
        """How to copy: by file takes half the time where the server need not wait for a disk first."""
        connection = self._connected()
        waits = connection.execute("SHOW fsync").fetchone() == ("on",)
        return "" if waits or connection.info.server_version < 150000 else "STRATEGY file_copy"

    def _execute(self, statement: str) -> None:
        self._connected().execute(statement)

    def _connected(self) -> psycopg.Connection:
        if self._connection is None:
            url = self._server.render_as_string(hide_password=False)
            self._connection = psycopg.connect(url, autocommit=True, connect_timeout=30)
        return self._connection


class Schemas:
    """Makes schemas for ledgers in one database, a Citus coordinator's, and drops them all."""

    def __init__(self, database: str) -> None:
        """Serve from the database at this URL, which has the extension and knows its machines."""
        self._database = make_url(database).set(drivername="postgresql")
        self._made: list[str] = []

    def new(self) -> str:
        """The `postgresql://` URL of a new, empty schema."""
        name = f"claimtrack_test_{uuid.uuid4().hex}"
        self._execute(f'CREATE SCHEMA "{name}"')
        self._made.append(name)
        url = self._database.update_query_dict({"options": f"-csearch_path={name}"})
        return url.render_as_string(hide_password=False)

    def drop(self) -> None:
        """Drop every schema made here, with all in it."""
        while self._made:
            self._execute(f'DROP SCHEMA IF EXISTS "{self._made.pop()}" CASCADE')

    def _execute(self, statement: str) -> None:
        url = self._database.render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True, connect_timeout=30) as connection:
            connection.execute(statement)
