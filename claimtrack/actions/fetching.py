"""Fetching a page when somebody asks for it: from public addresses alone, within limits of size, time and redirects."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from claimtrack import __version__
from claimtrack.domain.urls import ascii_host, is_web_url
from claimtrack.errors import BadInput, DatabaseTrouble

MOST_FETCHED = 10 << 20
"""Bytes of a page at most."""
MOST_REDIRECTS = 5
MOST_SECONDS = 60
"""For the page and all redirects to it."""

BY_HAND = "Save it from your browser, and give the file with --url."
_CHUNK = 1 << 16
_KEPT = "/%:@!$&'()*+,;=~"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What was at an address: `url` is the last one that it led to, `media_type` what the server calls it ("" if not).

    `charset` is the encoding of its text that the server names; None where it names none.
    """

    url: str
    data: bytes
    media_type: str
    charset: str | None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and does not stand for another that is none."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.sixtofour is not None or found.teredo is not None:
            return False
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)))
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
    return found.is_global and not found.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system knows them. Raises OSError, or UnicodeError for what is no name."""
    return [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(url: str) -> FetchedPage:
    """The page at an http or https address. Every address on the way is looked at before anybody is asked.

    Raises BadInput for one that is not public, leads on too often or is too large, DatabaseTrouble if there is nothing.
    """
    deadline = time.monotonic() + MOST_SECONDS
    where = url
    for _ in range(MOST_REDIRECTS + 1):
        found = _ask(where, deadline)
        if isinstance(found, FetchedPage):
            return found
        where = urljoin(where, found)
        if not is_web_url(where):
            raise BadInput(f"{url} leads to {where}, which is no web address", BY_HAND)
    raise BadInput(f"{url} leads on more than {MOST_REDIRECTS} times", BY_HAND)


def _ask(url: str, deadline: float) -> FetchedPage | str:
    """The page at an address, or where it leads."""
    parts = urlsplit(url)
    host = ascii_host(parts.hostname or "")
    secure = parts.scheme.lower() == "https"
    port = parts.port or (443 if secure else 80)
    left = deadline - time.monotonic()
    try:
        addresses = resolve(host, port)
        if not addresses or not all(map(is_public, addresses)):
            raise BadInput(f"{host} is no address of the public internet, so it is not asked", BY_HAND)
        stream: socket.socket = socket.create_connection((addresses[0], port), max(left, 0.1))
        if secure:
            context = ssl.create_default_context()
            stream = context.wrap_socket(stream, server_hostname=host, do_handshake_on_connect=False)
        watch = threading.Timer(max(left, 0.1), _break_off, (stream,))
        watch.start()
        try:
            if isinstance(stream, ssl.SSLSocket):
                stream.do_handshake()
            connection = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(host, port)
            connection.sock = stream
            path = quote(parts.path or "/", safe=_KEPT) + _query(parts.query)
            return _answer(url, connection, path, deadline)
        finally:
            watch.cancel()
            stream.close()
    except (OSError, UnicodeError, http.client.HTTPException, zlib.error) as error:
        if time.monotonic() > deadline:
            raise DatabaseTrouble(f"{url} takes more than {MOST_SECONDS} seconds", BY_HAND) from None
        raise DatabaseTrouble(
            f"nothing could be read at {url}: {str(error) or type(error).__name__}", BY_HAND
        ) from None


def _query(query: str) -> str:
    return "?" + quote(query, safe=_KEPT + "?") if query else ""


def _break_off(stream: socket.socket) -> None:
    """End what is waited for: `shutdown` reaches the connection under TLS, too, in whatever thread it is read."""
    try:
        socket.socket.shutdown(stream, socket.SHUT_RDWR)
    except OSError:
        return


def _answer(url: str, connection: http.client.HTTPConnection, path: str, deadline: float) -> FetchedPage | str:
    head = {"User-Agent": f"claimtrack/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
    connection.request("GET", path, headers=head)
    response = connection.getresponse()
    location = response.getheader("Location")
    if response.status in _MOVED and location:
        return quote(location.encode("latin-1"), safe=_KEPT + "?#[]")
    if response.status != 200:
        raise DatabaseTrouble(f"the server says {response.status} {response.reason} of {url}", BY_HAND)
    data = response.read(MOST_FETCHED + 1)
    if time.monotonic() > deadline:
        raise TimeoutError
    if response.length and len(data) <= MOST_FETCHED:
        raise http.client.IncompleteRead(data, response.length)
    packed = (response.getheader("Content-Encoding") or "identity").lower()
    if packed in ("gzip", "x-gzip", "deflate"):
        data = zlib.decompressobj(47).decompress(data, MOST_FETCHED + 1)
    elif packed != "identity":
        raise DatabaseTrouble(f"{url} is sent as {packed}, which was not asked for", BY_HAND)
    if len(data) > MOST_FETCHED:
        raise BadInput(f"{url} is larger than {MOST_FETCHED >> 20} MiB, the most that is fetched", BY_HAND)
    return FetchedPage(url, data, response.headers.get_content_type(), response.headers.get_content_charset())
