"""Keeps one throw-away PostgreSQL server alive for as long as standard input stays open.

Run as a program by `tests.support.postgres`. It makes a server in a temporary folder, prints one
JSON line (`{"url": ...}`, or `{"error": ...}`), and stops the server and removes the folder when
its standard input closes: at the end of the test run, or when that run dies, however it dies.

The server is unlike the tests' SQLite on purpose: text is collated by ICU rules and the time zone
is far from UTC, so that what rests on a database's own order or clock is seen.

It is made to be quick: every test makes a database and most commands connect several times. Its folder is in memory
where there is room; a password is random and used once, so that MD5, which is quick to compute, protects it well.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import psycopg

USER = "claimtrack"
ATTEMPTS = 5  # another program may take the free port between finding and using it
PATIENCE = 60.0  # seconds for the server to answer, and to stop
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "autovacuum": "off",
    "jit": "off",
    "max_wal_size": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "track_activities": "off",
    "track_counts": "off",
    "timezone": "Asia/Almaty",
}

IN_MEMORY = Path("/dev/shm")
ROOM = 2 << 30  # bytes that must be free there


def folder_in_memory() -> Path | None:
    """A folder that is kept in memory and has room for the server, if there is one."""
    try:
        free = shutil.disk_usage(IN_MEMORY).free
    except OSError:
        return None
    return IN_MEMORY if free > ROOM and os.access(IN_MEMORY, os.W_OK) else None


def newest_server() -> Path | None:
    """The folder of the newest of Debian's PostgreSQL server binaries, if there is one."""
    found = [
        (int(match[1]), path.parent)
        for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")
        if (match := re.fullmatch(r"(\d+)", path.parent.parent.name))
    ]
    return max(found)[1] if found else None


class Server:
    """A PostgreSQL server in a folder of its own."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries = binaries
        self.folder = folder
        self.password = secrets.token_hex(16)
        self.process: subprocess.Popen[Any] | None = None
        # The server refuses to run as root.
        self.run_as: dict[str, Any] = {}
        if os.geteuid() == 0:
            self.run_as = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(folder, "postgres", "postgres")

    def create(self) -> None:
        """Make the data folder, with a superuser that asks for a password."""
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if self.run_as:
            shutil.chown(secret, "postgres", "postgres")
        options = {
            "username": "postgres",
            "auth": "md5",
            "pwfile": secret,
            "pgdata": self.folder / "data",
            "encoding": "UTF8",
            "locale": "C.UTF-8",
            "locale-provider": "icu",
            "icu-locale": "en-US",
        }
        made = subprocess.run(
            [str(self.binaries / "initdb"), "--no-sync", "--no-instructions", *as_options(options)],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            **self.run_as,
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stdout.decode(errors='replace').strip()}")

    def start(self) -> str:
        """Start the server on a free port; the URL of a role that may create databases."""
        for _ in range(ATTEMPTS):
            port = free_port()
            settings = as_options({"port": port, **SETTINGS})
            with (self.folder / "log").open("ab") as log:
                self.process = subprocess.Popen(
                    [str(self.binaries / "postgres"), "-D", str(self.folder / "data"), *settings],
                    cwd=self.folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    **self.run_as,
                )
            if self.answers(port):
                return f"postgresql://{USER}:{self.password}@127.0.0.1:{port}/postgres"
        log_text = (self.folder / "log").read_text(errors="replace")
        raise RuntimeError(f"the server did not start: {log_text.strip()[-2000:]}")

    def answers(self, port: int) -> bool:
        """Wait for the server and make the role; False if it ended instead."""
        assert self.process is not None
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            with (
                contextlib.suppress(psycopg.OperationalError),
                psycopg.connect(
                    host="127.0.0.1",
                    port=port,
                    user="postgres",
                    password=self.password,
                    dbname="postgres",
                    connect_timeout=5,
                    autocommit=True,
                ) as connection,
            ):
                connection.execute(f"CREATE ROLE {USER} LOGIN CREATEDB PASSWORD '{self.password}'")
                return True
            time.sleep(0.05)
        self.stop()
        return False

    def stop(self) -> None:
        """Stop the server: at once and in order, or by force."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def as_options(values: Mapping[str, object]) -> list[str]:
    """Names and values as a command line spells them."""
    return [f"--{name}={value}" for name, value in values.items()]


def free_port() -> int:
    """A TCP port on loopback that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def leave(*_: object) -> NoReturn:
    """Turn a signal into an orderly end."""
    raise SystemExit(0)


def main() -> None:
    """Serve until standard input closes."""
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    binaries = newest_server()
    if binaries is None:
        print(json.dumps({"error": "no PostgreSQL server under /usr/lib/postgresql"}), flush=True)
        return
    folder = Path(tempfile.mkdtemp(prefix="claimtrack-postgres-", dir=folder_in_memory()))
    try:
        server = Server(binaries, folder)
        try:
            server.create()
            print(json.dumps({"url": server.start()}), flush=True)
            sys.stdin.buffer.read()
        except (LookupError, OSError, RuntimeError) as error:
            print(json.dumps({"error": str(error)}), flush=True)
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
