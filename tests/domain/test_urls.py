"""The URL key: which two spellings are one page, and which are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.urls import is_web_url, url_key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://Example.ORG", "example.org/"),
        ("http://example.org:80/a#b", "example.org/a"),
        ("https://example.org:443/a", "example.org/a"),
        ("https://example.org:8443/a", "example.org:8443/a"),
        ("https://example.org./a", "example.org/a"),
        ("https://example.org/#!a", "example.org/#!a"),
        ("https://example.org/A?b=2&a=1", "example.org/A?b=2&a=1"),
        ("https://my_host.example.org/a", "my_host.example.org/a"),
        ("https://[2001:DB8::1]/a", "2001:db8::1/a"),
        (" https://web.archive.org/web/2022/https://a.org/?utm_source=x ",) * 2,
        ("not a url", "not a url"),
        ("ftp://example.org/a", "ftp://example.org/a"),
        ("https://example.org:port/", "https://example.org:port/"),
    ],
)
def test_key(url: str, key: str) -> None:
    assert url_key(url) == key.strip()


TRACKERS = """
    utm_source utm_medium utm_id UTM_Campaign mtm_kwd pk_campaign gclid gclsrc dclid gbraid wbraid _ga _gl fbclid
    igshid igsh msclkid yclid ysclid twclid ttclid li_fat_id epik mc_cid mc_eid _hsenc _hsmi __hssc __hstc __hsfp
    hsCtaTracking mkt_tok vero_id vero_conv oly_anon_id oly_enc_id _openstat wickedid rb_clickid at_medium
    at_campaign ns_campaign ns_source ns_mchannel ns_linkname xtor"""


@pytest.mark.parametrize("tracker", TRACKERS.split())
def test_trackers_are_dropped(tracker: str) -> None:
    """With a value, an empty one or none; what only begins alike stays."""
    for piece in (tracker, f"{tracker}=", f"{tracker}=a%3Db"):
        assert url_key(f"https://example.org/a?id=1&{piece}&page=2") == "example.org/a?id=1&page=2"
        assert url_key(f"https://example.org/a?{piece}") == "example.org/a"
    assert url_key(f"https://example.org/a?my{tracker}=1") == f"example.org/a?my{tracker}=1"


def test_what_is_no_tracker_stays() -> None:
    url = "example.org/a?ref=home&source=b&id=gclid&campaign=3&igshidden=1"
    assert url_key(f"https://{url}") == url


@pytest.mark.parametrize(
    ("spelled", "ascii_host"),
    [
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),
        ("straße.de", "xn--strae-oqa.de"),
        ("βόλος.com", "xn--nxasmm1c.com"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("faß.example.", "xn--fa-hia.example"),
        ("i❤.ws", "xn--i-7iq.ws"),
        ("xn--strae-oqa.DE", "xn--strae-oqa.de"),
    ],
)
def test_hosts_of_other_scripts(spelled: str, ascii_host: str) -> None:
    """As IDNA 2008 and browsers write them; a host is one with its ASCII form."""
    assert url_key(f"https://{spelled}/a") == url_key(f"http://{ascii_host}/a") == f"{ascii_host}/a"


def test_sharp_s_is_no_double_s() -> None:
    """Two hosts of two owners: IDNA 2003 made one of them."""
    assert url_key("https://straße.de/") != url_key("https://strasse.de/")


@given(st.text())
def test_whatever_the_host(host: str) -> None:
    """Nothing crashes, and a key of what is a web address is another address's key only with the same host."""
    key = url_key(f"https://{host}/a")
    assert key == url_key(f"https://{host}/a")
    if is_web_url(f"https://{host}/a") and not set(host) & set("/?#@\\:[]"):
        assert key.endswith("/a")
