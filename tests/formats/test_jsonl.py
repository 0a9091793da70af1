"""JSON Lines: read as a stream, whatever a line holds."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from claimtrack.domain.records import FileItem
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


def items(stream: io.RawIOBase | io.BytesIO) -> Iterator[FileItem | Problem]:
    """What is read from a stream without a name."""
    return jsonl.read(stream, None)  # type: ignore[arg-type]


def test_lines_are_read_when_they_are_wanted() -> None:
    """Nothing is read ahead."""
    stream = Endless(1000)
    reading = items(stream)
    first = next(reading)
    assert isinstance(first, FileItem)
    assert (stream.given, first.position.line) == (1, 1)


def test_memory_stays_flat() -> None:
    """Twenty thousand lines take no more than a few."""
    for _ in items(Endless(100)):
        pass
    tracemalloc.start()
    for _ in items(Endless(20_000)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_a_line_without_end_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not held whole, and the next line is read."""
    monkeypatch.setattr(jsonl, "LINE_BYTES", 100)
    data = b'{"type":"tag","target":"x","name":"a"}\n' + b"x" * 100_000 + b'\n{"type":"tag","target":"x","name":"b"}\n'
    found = list(items(io.BytesIO(data)))
    assert [type(each) for each in found] == [FileItem, Problem, FileItem]
    assert isinstance(found[1], Problem)
    assert (found[1].line, found[1].code) == (2, "size")
    assert isinstance(found[2], FileItem)
    assert found[2].position.line == 3


def test_a_line_of_the_longest_length_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit itself is no fault."""
    line = b'{"type":"tag","target":"x","name":"a"}\n'
    monkeypatch.setattr(jsonl, "LINE_BYTES", len(line))
    assert [type(each) for each in items(io.BytesIO(line * 2))] == [FileItem, FileItem]


@pytest.mark.parametrize("number", [b"1.0", b"1e2", b"1234567890123456", b"12345678901234567890"])
@pytest.mark.parametrize("field", [b"separate", b"text", b"anything"])
def test_a_number_that_no_record_may_hold(field: bytes, number: bytes) -> None:
    """It is named by the strict reader, in a field for whole numbers and in any other."""
    fields = {b"type": b'"claim"', b"text": b'"It rained"', field: number}
    line = b",".join(b'"%s":%s' % (name, value) for name, value in fields.items())
    (problem,) = items(io.BytesIO(b"{%s}\n" % line))
    assert isinstance(problem, Problem)
    assert problem.message.startswith("column ")


def test_items_are_written_a_line_each() -> None:
    """The type first, then the item as it is."""
    out = io.BytesIO()
    jsonl.write([("note", '{"text":"a\\nb","id":"x"}'), ("tag", '{"name":"é"}')], out)
    assert out.getvalue().decode() == '{"type":"note","text":"a\\nb","id":"x"}\n{"type":"tag","name":"é"}\n'
