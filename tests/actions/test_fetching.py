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


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.8.8.8",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
        ),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    """Private, loopback, link-local, multicast, and those that stand for one."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_addresses_that_are_public(address: str) -> None:
    """The rest."""
    assert is_public(address)


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
    site.answers["/"] = html(b"x" * 200)
    began = time.monotonic()
    with pytest.raises(DatabaseTrouble, match="takes more than"):
        fetch(site.url("/"))
    assert time.monotonic() - began < 5


def test_what_breaks_off(site: WebServer) -> None:
    """A part is not taken for the whole."""
    site.answers["/"] = html(b"The dam", **{"Content-Length": "100"})
    with pytest.raises(DatabaseTrouble, match="IncompleteRead"):
        fetch(site.url("/"))


def test_nothing_there(site: WebServer) -> None:
    """No page, no server, no host."""
    for url, words in (
        (site.url("/none"), "the server says 404 Not Found"),
        ("http://127.0.0.1:1/", "nothing could be read"),
        ("http://" + "x" * 300 + ".example/", "nothing could be read"),
    ):
        with pytest.raises(DatabaseTrouble, match=words):
            fetch(url)
