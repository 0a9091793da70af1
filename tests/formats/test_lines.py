"""JSON Lines: read as a stream, whatever a line holds."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from claimtrack.domain.items import Node
from claimtrack.formats import jsonl
from claimtrack.problem import Problem


class Endless(io.RawIOBase):
    """A stream that makes its lines when they are asked for, and counts them."""

    def __init__(self, count: int) -> None:
        self._lines = (b'{"type":"tag","target":"x","name":"tag %d"}\n' % number for number in range(count))
        self.given = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line."""
        self.given += 1
        return next(self._lines, b"")


def nodes(stream: io.RawIOBase | io.BytesIO) -> Iterator[Node | Problem]:
    """What is read from a stream without a name."""
    return jsonl.read(stream, None)  # type: ignore[arg-type]


def test_lines_are_read_when_they_are_wanted() -> None:
    """Nothing is read ahead."""
    stream = Endless(1000)
    reading = nodes(stream)
    first = next(reading)
    assert isinstance(first, Node)
    assert (stream.given, first.at.line) == (1, 1)


def test_memory_stays_flat() -> None:
    """Twenty thousand lines take no more than a few."""
    for _ in nodes(Endless(100)):
        pass
    tracemalloc.start()
    for _ in nodes(Endless(20_000)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_a_line_without_end_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not held whole, and the next line is read."""
    monkeypatch.setattr(jsonl, "LINE_BYTES", 100)
    data = b'{"type":"tag","target":"x","name":"a"}\n' + b"x" * 100_000 + b'\n{"type":"tag","target":"x","name":"b"}\n'
    found = list(nodes(io.BytesIO(data)))
    assert [type(each) for each in found] == [Node, Problem, Node]
    assert isinstance(found[1], Problem)
    assert (found[1].line, found[1].code) == (2, "size")
    assert isinstance(found[2], Node)
    assert found[2].at.line == 3


def test_a_line_of_the_longest_length_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit itself is no fault."""
    line = b'{"type":"tag","target":"x","name":"a"}\n'
    monkeypatch.setattr(jsonl, "LINE_BYTES", len(line))
    assert [type(each) for each in nodes(io.BytesIO(line * 2))] == [Node, Node]


def test_items_are_written_a_line_each() -> None:
    """The type first, then the item as it is, line feeds in it as escapes."""
    out = io.BytesIO()
    jsonl.write([("note", {"text": "a\nb", "id": "x"}), ("tag", {"name": "é"})], out)
    assert out.getvalue().decode() == '{"type":"note","text":"a\\nb","id":"x"}\n{"type":"tag","name":"é"}\n'
