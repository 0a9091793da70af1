"""Transcripts: speakers, times, and captions that roll up."""

import pytest

from claimtrack.errors import BadInput
from claimtrack.reading.documents import DOCUMENT_FORMATS, read_document
from claimtrack.reading.documents.document_text import ExtractedText
from claimtrack.reading.documents.transcripts import read_srt, read_webvtt

VTT = """WEBVTT - a hearing

STYLE
::cue { color: red }

NOTE not for the record

1
00:00:01.000 --> 00:00:03.500 line:0
<v.loud Omar Denn>The dam <i>held</i></v>

00:00:03.500 --> 00:00:06.000
<v Omar Denn>through the night &amp; day.</v>

01:00:06.250 --> 01:00:09.000
<v Sabine>Nobody</v>
<v Omar Denn>I know.</v>
"""
SRT = """1
00:00:01,000 --> 00:00:03,500
{\\an8}MAYOR: The dam <i>held</i>

2
00:00:03,500 --> 00:00:06,000
>> Did it?

3
00:01:00,250 --> 00:01:03,000
- It did.
- It did not.
"""
ROLLING = "WEBVTT\n\n" + "".join(
    f"00:00:0{at}.000 --> 00:00:0{at + 1}.000\n{f'line {at - 1}' if at > 1 else ''}\nline {at}\n\n"
    for at in range(1, 6)
)


def places(found: ExtractedText) -> list[tuple[str, str]]:
    """The first words at each fragment."""
    return [(fragment, found.text[start : start + 12]) for start, fragment in found.fragments]


def test_voices_are_speakers() -> None:
    """Said once where the same voice goes on; each cue keeps its time."""
    found = read_document("a.vtt", VTT.encode(), DOCUMENT_FORMATS["webvtt"])
    assert found.text.split("\n") == [
        "Omar Denn: The dam held through the night & day.",
        "Sabine: Nobody",
        "Omar Denn: I know.",
    ]
    assert places(found) == [("t=1", "Omar Denn: T"), ("t=3.5", "through the "), ("t=3606.25", "Sabine: Nobo")]
    assert found.fields == {"genre": "transcript"}


def test_labels_are_speakers() -> None:
    """As they are typed in a cue; a change of speaker without a name begins a paragraph, too."""
    found = read_srt(("\ufeff" + SRT.replace("\n", "\r\n")).encode())
    assert found == read_srt(SRT.encode("utf-16"))
    assert found.text.split("\n") == ["MAYOR: The dam held", ">> Did it?", "- It did.", "- It did not."]
    assert [fragment for _, fragment in found.fragments] == ["t=1", "t=3.5", "t=60.25"]


def test_lines_that_roll_up_are_read_once() -> None:
    """A line that stays on the screen is no repetition; one that is said again is."""
    assert read_webvtt(ROLLING.encode()).text == "line 1 line 2 line 3 line 4 line 5"
    words = enumerate(["No.", "No.", "A"])
    again = "WEBVTT\n\n" + "".join(f"00:0{at}.000 --> 00:0{at + 1}.000\n{word}\n\n" for at, word in words)
    assert read_webvtt(again.encode()).text == "No. No. A"


def test_only_tags_are_taken_away() -> None:
    """Those of WebVTT and SubRip; what is said in angle brackets stays."""
    said = "<b.loud>A</b> <c.red>b</c> <00:01.500><lang en-GB>c</lang> <ruby>d<rt>e</rt></ruby>"
    said += " <10 people> <sic> 1 < 2 &lt;b&gt;"
    assert read_webvtt(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{said}\n".encode()).text == (
        "A b c de <10 people> <sic> 1 < 2 <b>"
    )
    said = '<FONT COLOR="#fff">A</FONT> <I>b</I><br/>c <u>d</u> <x> {x}'
    assert read_srt(f"1\n00:00:01,000 --> 00:00:02,000\n{said}\n".encode()).text == "A b c d <x> {x}"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("webvtt", b"", "it is no transcript"),
        ("webvtt", b"The dam held.", "it is no transcript"),
        ("webvtt", b"WEBVTT\n\n", "it holds no text"),
        ("srt", b"The dam held.", "it is no transcript"),
        ("srt", SRT.replace("dam", "d\xe4m").encode("latin-1"), "it is not UTF-8 text (byte 51)"),
    ],
)
def test_what_cannot_be_read(name: str, data: bytes, words: str) -> None:
    """A line each."""
    with pytest.raises(BadInput, match="a: ") as told:
        read_document("a", data, DOCUMENT_FORMATS[name])
    assert told.value.what.startswith(f"a: {words}")
