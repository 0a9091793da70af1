"""Fetching: whom it asks, what it takes, and when it ends."""

import gzip
import time
from collections.abc import Iterator

import pytest

from claimtrack.actions import fetching
from claimtrack.actions.fetching import fetch, is_public
from claimtrack.errors import BadInput, ClaimtrackError, DatabaseTrouble
from tests.support.web_server import WebServer, web_server


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """A server at 127.0.0.1, which alone counts as public."""
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    with web_server() as found:
        yield found


def to(location: str) -> tuple[int, dict[str, str], bytes]:
    """An answer that leads on."""
    return 302, {"Location": location}, b""


def html(body: bytes, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """An answer that is a page."""
    return 200, {"Content-Type": "text/html; charset=latin-1", **headers}, body


NOT_PUBLIC = """
    0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1
    192.88.99.1 192.168.1.1 198.19.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::8.8.8.8 ::ffff:0:8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:224.0.0.1 64:ff9b::7f00:1
    64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 100::1 1fff::1 2001::1 2001:0:1::1 2001:2::1 2001:20::1 2001:db8::1
    2002:7f00:1:: 2002:808:808::1 3fff::1 4000::1 5f00::1 fc00::1 fdff::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
"""
PUBLIC = """
    1.1.1.1 93.184.215.14 172.32.0.1 192.0.1.1 223.255.255.255 2001:200::1 2606:2800:21f:cb07::1 2a00::1
    ::ffff:93.184.215.14 64:ff9b::5db8:d70e
"""


def test_which_addresses_are_public() -> None:
    """Global unicast alone, by the registries of the IANA; a mapped or NAT64 address is what it stands for."""
    assert [address for address in NOT_PUBLIC.split() if is_public(address)] == []
    assert [address for address in PUBLIC.split() if not is_public(address)] == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "0x7f.1", "2130706433"])
def test_nobody_is_asked_who_is_not_public(host: str) -> None:
    """However the host is spelled: what it resolves to is looked at."""
    with web_server() as inside:
        with pytest.raises(ClaimtrackError):
            fetch(inside.url("/", host))
        assert not inside.asked


def test_a_name_with_one_address_inside(site: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused though its others are public."""
    monkeypatch.setattr(fetching, "resolve", lambda _host, _port: ["127.0.0.1", "10.0.0.1"])
    with pytest.raises(BadInput, match="is no address of the public internet"):
        fetch(site.url("/", "both.example"))
    assert not site.asked


def test_a_page_by_way_of_others(site: WebServer) -> None:
    """Each step is looked at; what it leads to is told with what the server says of it."""
    site.answers |= {"/a": to("/b?q=ä b"), "/b?q=%E4%20b": to(site.url("/c")), "/c": html("Dämme".encode("latin-1"))}
    found = fetch(site.url("/a"))
    assert (found.url, found.data) == (site.url("/c"), "Dämme".encode("latin-1"))
    assert (found.media_type, found.charset) == ("text/html", "latin-1")


@pytest.mark.parametrize(
    ("leads", "words"),
    [
        ("http://127.0.0.2/", "127.0.0.2 is no address of the public internet"),
        ("http://[::ffff:127.0.0.1]/", "is no address of the public internet"),
        ("file:///etc/passwd", "which is no web address"),
        ("gopher://127.0.0.1/", "which is no web address"),
        ("/a", "leads on more than 5 times"),
    ],
)
def test_where_it_is_not_led(site: WebServer, leads: str, words: str) -> None:
    """Inside, to a file, to another protocol, round in circles."""
    site.answers["/a"] = to(leads)
    with pytest.raises(BadInput, match=words):
        fetch(site.url("/a"))


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_too_large(site: WebServer, monkeypatch: pytest.MonkeyPatch, *, packed: bool) -> None:
    """As sent, or as unpacked; what fits is taken either way."""
    monkeypatch.setattr(fetching, "MOST_FETCHED", 1000)
    for length in (1000, 1001):
        body = b"x" * length
        site.answers["/"] = html(gzip.compress(body), **{"Content-Encoding": "gzip"}) if packed else html(body)
        if length == 1000:
            assert fetch(site.url("/")).data == body
        else:
            with pytest.raises(BadInput, match="the most that is fetched"):
                fetch(site.url("/"))


def test_what_never_ends(site: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends a byte now and then is left when the time is over."""
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.3)
    site.slow = 0.05
    site.answers["/"] = html(b"x" * 4_000)  # more than three minutes
    began = time.monotonic()
    with pytest.raises(DatabaseTrouble, match="takes more than"):
        fetch(site.url("/"))
    assert time.monotonic() - began < 120


def test_what_breaks_off(site: WebServer) -> None:
    """A part is not taken for the whole."""
    site.answers["/"] = html(b"The dam", **{"Content-Length": "100"})
    with pytest.raises(DatabaseTrouble, match="IncompleteRead"):
        fetch(site.url("/"))


def raw(head: str, body: bytes = b"") -> bytes:
    """An answer as it goes over the wire."""
    return f"HTTP/1.1 {head}\r\n\r\n".encode("latin-1") + body


PACKED = gzip.compress(b"The dam broke.")
MALFORMED = {
    "no status line": b"\x00\x01\x02\r\n\r\n",
    "nothing": b"",
    "a status that is no number": b"HTTP/1.1 two hundred\r\n\r\n",
    "a status line without end": b"HTTP/1.1 200 " + b"x" * 100_000,
    "a reason with escapes, and long": raw("500 \x1b[31m" + "x" * 60_000),
    "a header without end": raw("200 OK\r\nA: " + "x" * 100_000),
    "more headers than are read": raw("200 OK\r\n" + "A: b\r\n" * 200),
    "a chunk of no length": raw("200 OK\r\nTransfer-Encoding: chunked", b"zz\r\nabc\r\n0\r\n\r\n"),
    "a chunk of less than nothing": raw("200 OK\r\nTransfer-Encoding: chunked", b"-1\r\n" + b"x" * 9000),
    "a chunk that breaks off": raw("200 OK\r\nTransfer-Encoding: chunked", b"ffff\r\nabc"),
    "no last chunk": raw("200 OK\r\nTransfer-Encoding: chunked", b"3\r\nabc\r\n"),
    "a body that breaks off": raw("200 OK\r\nContent-Length: 100", b"The dam"),
    "a place that is no address": raw("302 Found\r\nLocation: http://[zz/"),
    "a place with a port that is none": raw("302 Found\r\nLocation: http://a.example:99999/"),
    "a place in bytes that are no text": raw("302 Found\r\nLocation: /\xff\xfe"),
    "a place without end": raw("302 Found\r\nLocation: /" + "x" * 60_000),
    "packed bytes that are none": raw("200 OK\r\nContent-Encoding: gzip", b"The dam broke."),
    "packed bytes that break off": raw("200 OK\r\nContent-Encoding: gzip", PACKED[:-9]),
    "packed bytes without their sum": raw("200 OK\r\nContent-Encoding: gzip", PACKED[:-8]),
    "two packed parts": raw("200 OK\r\nContent-Encoding: gzip", PACKED + PACKED),
    "no packed bytes at all": raw("200 OK\r\nContent-Encoding: gzip"),
    "packed in a way of its own": raw("200 OK\r\nContent-Encoding: br", PACKED),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_what_is_no_answer(site: WebServer, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """It is told in one line of a readable length, which names the address."""
    monkeypatch.setattr(fetching, "MOST_FETCHED", 5000)
    site.raw["/"] = MALFORMED[what]
    with pytest.raises(ClaimtrackError) as told:
        fetch(site.url("/"))
    assert site.url("/") in told.value.what
    assert len(told.value.what) < 500


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", ("text/plain", None)),
        ("TEXT/HTML;charset='UTF-8'", ("text/html", "utf-8")),
        ("text/html; charset*0*=\x80''%; charset*=x'y'z'%ff", ("text/html", None)),
        ("\x1b[31m/html; a; charset=" + "x" * 60, ("text/plain", "x" * 40)),
    ],
)
def test_what_a_server_calls_it(site: WebServer, header: str, expected: tuple[str, str | None]) -> None:
    """A media type and an encoding, or nothing."""
    site.raw["/"] = raw(f"200 OK\r\nContent-Type: {header}", b"x")
    page = fetch(site.url("/"))
    assert (page.media_type, page.charset) == expected


def test_nothing_there(site: WebServer) -> None:
    """No page, no server, no host."""
    for url, words in (
        (site.url("/none"), "the server says 404 Not Found"),
        ("http://127.0.0.1:1/", "nothing could be read"),
        ("http://" + "x" * 300 + ".example/", "nothing could be read"),
    ):
        with pytest.raises(DatabaseTrouble, match=words):
            fetch(url)
