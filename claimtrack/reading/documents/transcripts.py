"""Transcripts with times, SubRip (SRT) and WebVTT: paragraphs by speaker; the anchor keeps the cue's time (webvtt-py).

What a speaker says is `Name: words`, as a transcript without times has it.
"""

from __future__ import annotations

import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from claimtrack.errors import BadInput
from claimtrack.reading.documents.document_text import ExtractedText, clean

MOST_FRAGMENTS = 15_000
"""Times that are kept; of a recording with more cues every second one, or third."""
LONG_PARAGRAPH = 600
"""Characters after which the words of one speaker are parted, where a sentence ends."""

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]+)>")
_TAG = re.compile(
    r"</?(?:b|c|font|i|lang|rt|ruby|s|u|v)(?:[.\s/][^<>]*)?>|<(?:\d+:)?\d{1,2}:\d{2}\.\d{3}>|\{\\[^{}]*\}",
    re.IGNORECASE,
)
"""The tags of WebVTT and SubRip, and the marks of place in it; whatever else stands in angle brackets is said."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TURN = re.compile(r">>+|[-–—] |[^\W\d_a-z][^:.!?]{0,60}: ")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"”’')\]]*$")


class _Cue(NamedTuple):
    """The lines of a cue, without markup, and when it begins, in milliseconds."""

    begins: int
    lines: list[str]


def read_srt(data: bytes) -> ExtractedText:
    """The text of a SubRip file. Raises BadInput for what is none."""
    return _read(data, "srt")


def read_webvtt(data: bytes) -> ExtractedText:
    """The text of a WebVTT file. Raises BadInput for what is none."""
    return _read(data, "vtt")


def _read(data: bytes, kind: str) -> ExtractedText:
    import webvtt

    try:
        text = clean(data.decode("utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"))
        captions = webvtt.from_buffer(io.StringIO(text), format=kind).captions
    except UnicodeDecodeError as error:
        raise BadInput(f"it is not UTF-8 text (byte {error.start + 1})", "Save it as UTF-8 text.") from None
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise BadInput(f"it is no transcript of this kind: {str(error).rstrip('.')}", "Save it anew.") from None
    cues = [_Cue(caption.start_time.in_milliseconds(), list(_lines(caption.raw_text))) for caption in captions]
    return _as_text(_without_repeats([cue for cue in cues if cue.lines]))


def _lines(raw: str) -> Iterator[str]:
    """The lines of a cue without markup, each voice as `Name: `."""
    for line in _VOICE.sub(lambda voice: f"\n{voice[1].strip()}: ", _BREAK.sub("\n", raw)).split("\n"):
        words = " ".join(unescape(_TAG.sub("", line)).split())
        if words:
            yield words


def _without_repeats(cues: list[_Cue]) -> list[_Cue]:
    """The cues without lines that only stay on the screen, where captions roll up."""
    staying = [before.lines[-1] == cue.lines[0] for before, cue in pairwise(cues)]
    rolling = sum(stays and len(cue.lines) > 1 for stays, cue in zip(staying, cues[1:], strict=False))
    if rolling * 4 < len(cues):
        return cues
    kept = [*cues[:1], *(_Cue(cue.begins, cue.lines[stays:]) for stays, cue in zip(staying, cues[1:], strict=True))]
    return [cue for cue in kept if cue.lines]


def _as_text(cues: Iterable[_Cue]) -> ExtractedText:
    pieces: list[str] = []
    fragments: list[tuple[int, str]] = []
    length = paragraph = 0
    speaker = ""
    for cue in cues:
        for number, line in enumerate(cue.lines):
            turn = _TURN.match(line)
            words = line
            if turn is not None and turn[0] == speaker and turn[0].endswith(": "):
                words, turn = line[turn.end() :], None
            elif turn is not None:
                speaker = turn[0]
            ended = not pieces or _SENTENCE_END.search(pieces[-1]) is not None
            apart = turn is not None or (ended and length - paragraph > LONG_PARAGRAPH)
            gap = "" if not pieces else "\n" if apart else " "
            length += len(gap)
            if apart:
                paragraph = length
            if number == 0:
                fragments.append((length, f"t={cue.begins / 1000:.10g}"))
            pieces += [gap, words] if gap else [words]
            length += len(words)
    if not pieces:
        raise BadInput("it holds no text", "Give the file that has the words.")
    every = -(-len(fragments) // MOST_FRAGMENTS)
    return ExtractedText("".join(pieces), tuple(fragments[::every]), {"genre": "transcript"})
