"""`document archive`: addresses, web archives and time stamps, each checked first."""

import io
import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.support import Desk

URL = "https://courier.example/dam"
TEXT = "The dam held.\n"


@pytest.fixture
def dam(bare_desk: Desk) -> Desk:
    """A document with a text."""
    Path("dam.txt").write_text(TEXT, "utf-8")
    bare_desk.ok("document", "add", "dam.txt", "--url", URL)
    return bare_desk


def wacz(more: Mapping[str, bytes] | None = None, *, url: str = URL, compress: int = zipfile.ZIP_STORED) -> bytes:
    """A web archive of a page; more files take the place of the usual ones, or are beside the list."""
    parts = {
        "archive/data.warc": b"WARC/1.1\r\n" * 9,
        "pages/pages.jsonl": f'{{"format": "x"}}\n{{"url": "{url}"}}\n'.encode(),
    }
    listed = [{"path": name, "hash": f"sha256:{sha256(data).hexdigest()}"} for name, data in parts.items()]
    described = json.dumps({"profile": "data-package", "resources": listed}).encode()
    digest = json.dumps({"path": "datapackage.json", "hash": f"sha256:{sha256(described).hexdigest()}"}).encode()
    parts |= {"datapackage.json": described, "datapackage-digest.json": digest, **(more or {})}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compress) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def der(tag: int, *inside: bytes) -> bytes:
    """An element of DER."""
    content = b"".join(inside)
    length = len(content).to_bytes(3, "big")
    return bytes([tag]) + (bytes([len(content)]) if len(content) < 128 else b"\x83" + length) + content


def time_stamp(data: bytes, *, token: bool = False) -> bytes:
    """A time stamp of these bytes, signed by nobody."""
    imprint = der(0x30, der(0x30, der(0x06, bytes.fromhex("608648016503040201"))), der(0x04, sha256(data).digest()))
    number = der(0x02, b"\1")
    info = der(0x30, number, der(0x06, b"\x2a"), imprint, number, der(0x18, b"20260302101112.5Z"))
    content = der(0x30, der(0x06, bytes.fromhex("2a864886f70d0109100104")), der(0xA0, der(0x04, info)))
    signed = der(0x30, der(0x02, b"\3"), der(0x31), content)
    made = der(0x30, der(0x06, bytes.fromhex("2a864886f70d010702")), der(0xA0, signed))
    return made if token else der(0x30, der(0x30, der(0x02, b"\0")), made)


def test_everything_is_recorded_once(dam: Desk) -> None:
    """A link, an archive and its time stamp, in one change; again it is nothing new."""
    packed = wacz()
    Path("a.wacz").write_bytes(packed)
    Path("a.tsr").write_bytes(time_stamp(packed))
    line = ("document", "archive", URL, "--url", "https://archive.example/1", "--wacz", "a.wacz", "--tsr", "a.tsr")
    seq = dam.head()[0]
    done = dam.ok(*line)
    body = dam.body(done.id)
    assert body["archive_links"] == ["https://archive.example/1"]
    assert body["archives"] == [
        {"kind": "wacz", "sha256": sha256(packed).hexdigest()},
        {
            "kind": "time-stamp",
            "sha256": sha256(time_stamp(packed)).hexdigest(),
            "of": sha256(packed).hexdigest(),
            "at": "2026-03-02T10:11:12Z",
        },
    ]
    assert "Who signed it is not checked" in done.err
    assert "None of its pages" not in done.err
    assert "Nothing new" in dam.ok(*line).err
    assert dam.head()[0] == seq + 1
    dam.ok("document", "archive", URL, "--url", "https://archive.example/2")
    assert len(dam.body(done.id)["archive_links"]) == 2


@pytest.mark.parametrize("token", [False, True])
def test_a_time_stamp_of_the_text(dam: Desk, token: bool) -> None:
    """A response of a service, or the token in it."""
    Path("a.tsr").write_bytes(time_stamp(TEXT.encode(), token=token))
    assert dam.body(dam.ok("document", "archive", URL, "--tsr", "a.tsr").id)["archives"][0]["of"]


def test_what_is_told(dam: Desk) -> None:
    """An archive of other pages, and one with files that it says nothing of."""
    Path("a.wacz").write_bytes(wacz({"archive/more.warc": b"x"}, url="https://other.example/"))
    said = dam.ok("document", "archive", URL, "--wacz", "a.wacz").err
    assert f"None of its pages is {URL}." in said
    assert "It gives no digest for 1 file in it: not checked." in said


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("wacz", wacz({"archive/data.warc": b"forged"}), "archive/data.warc in a.wacz is not what the archive says"),
        ("wacz", wacz({"datapackage.json": b"{}"}), "datapackage.json in a.wacz is not what the archive says"),
        ("wacz", wacz({"datapackage-digest.json": b"[]"}), "a.wacz is damaged, or no WACZ file"),
        ("wacz", wacz({"pages/extra.jsonl": b"[" * 99_999}), "a.wacz is damaged, or no WACZ file"),
        ("wacz", wacz().replace(b"WARC/1.1", b"WARC/1.0", 1), "a.wacz is damaged, or no WACZ file"),
        ("wacz", wacz()[:-30], "a.wacz is damaged, or no WACZ file"),
        ("wacz", b"PK", "a.wacz is damaged, or no WACZ file"),
        ("tsr", time_stamp(b"other"), "a.tsr is a time stamp of other bytes"),
        ("tsr", time_stamp(TEXT.encode())[:-9], "a.tsr is no time stamp of RFC 3161"),
        ("tsr", b"0\x84\xff\xff\xff\xff", "a.tsr is no time stamp of RFC 3161"),
        ("tsr", b"", "a.tsr is no time stamp of RFC 3161"),
    ],
)
def test_what_does_not_fit(dam: Desk, name: str, data: bytes, words: str) -> None:
    """It is refused in a line, and nothing is recorded."""
    Path(f"a.{name}").write_bytes(data)
    assert words in dam.refused("document", "archive", URL, f"--{name}", f"a.{name}")


def test_refusals(dam: Desk) -> None:
    """Nothing given, no address, no file, too much in a file."""
    dam.refused("document", "archive", URL)
    dam.refused("document", "archive", URL, "--url", "nowhere")
    dam.refused("document", "archive", URL, "--wacz", "missing.wacz", status=3)
    dam.refused("document", "archive", URL, "--tsr", ".", status=3)


def test_an_archive_that_unpacks_to_too_much(dam: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the size that its files declare."""
    monkeypatch.setattr("claimtrack.actions.archives.MOST_UNPACKED", 10_000)
    Path("a.wacz").write_bytes(wacz({"archive/bomb": bytes(20_000)}, compress=zipfile.ZIP_DEFLATED))
    assert "unpacks to more than" in dam.refused("document", "archive", URL, "--wacz", "a.wacz")
