"""TLS: a connection to a PostgreSQL server on another machine is encrypted unless whoever runs this said otherwise.

By itself libpq takes an unencrypted connection where the server, or somebody between, offers no other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any


def required_sslmode(options: Mapping[str, Any]) -> str | None:
    """The `sslmode` to connect with when nobody chose one: "require" where a host is not this machine, else None.

    `options` are those of the connection, by libpq's names. What they leave out libpq takes from a service file and
    from the environment (PGHOST, PGSSLMODE and so on); that counts here too. None also where an `sslmode` is given.
    """
    if options.get("sslmode"):
        return None
    with _service(options.get("service")):
        defaults, chosen = _defaults()
    if chosen:
        return None
    hosts, addresses = (str(options.get(name) or defaults.get(name) or "") for name in ("host", "hostaddr"))
    # An address says where to connect to, and the host beside it only whose certificate it must be.
    places = [address or host for host, address in _pairs(hosts.split(","), addresses.split(","))]
    return None if all(map(_is_here, places)) else "require"


def _defaults() -> tuple[dict[str, str], bool]:
    """What libpq takes where nothing is given, by its names, and whether its `sslmode` is one that somebody chose."""
    from psycopg import pq

    options = {option.keyword.decode(): option for option in pq.Conninfo.get_defaults()}
    mode = options["sslmode"]
    chosen = mode.val != mode.compiled or bool(os.environ.get("PGSSLMODE"))
    return {name: option.val.decode() for name, option in options.items() if option.val}, chosen


@contextmanager
def _service(name: str | None) -> Iterator[None]:
    """Let libpq read this service of the service file for its defaults; that of PGSERVICE when None."""
    before = os.environ.get("PGSERVICE")
    if name:
        os.environ["PGSERVICE"] = name
    try:
        yield
    finally:
        if name and before is None:
            del os.environ["PGSERVICE"]
        elif name and before is not None:
            os.environ["PGSERVICE"] = before


def _pairs(hosts: list[str], addresses: list[str]) -> Iterator[tuple[str, str]]:
    for place in range(max(len(hosts), len(addresses))):
        yield (hosts[place] if place < len(hosts) else ""), (addresses[place] if place < len(addresses) else "")


def _is_here(host: str) -> bool:
    """Whether a host is this machine: a folder of sockets ("" is the usual one), localhost, or a loopback address."""
    name = host.strip().lower().rstrip(".")
    if not name or name.startswith(("/", "@")) or name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
