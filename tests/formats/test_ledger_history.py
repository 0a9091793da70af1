"""The ledger format: what is written is read back byte for byte, and nothing that was altered passes."""

import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.canonical_json import canonical, digest, salted_digest
from claimtrack.domain.ids import make_id
from claimtrack.formats import ledger_history
from claimtrack.formats.ledger_history import ChangeLine, EntryLine, Header, Line
from claimtrack.problem import Problem
from tests.formats.strategies import any_record
from tests.support.tree import ROOT

AT = "2022-01-06T18:00:00.000000Z"
LEDGER = make_id("ledger", "one")


def entry(body: dict[str, Any], salt: str, withheld: bool = False) -> EntryLine:
    """A sound entry of a record."""
    envelope = {
        "v": 1,
        "op": "withhold" if withheld else "set",
        "type": body["type"],
        "id": body["id"],
        "prev": [],
        "changed": [],
        "at": AT,
        "by": "desk",
        "why": None,
        "body_digest": salted_digest(salt, canonical(body)),
    }
    return EntryLine(envelope, None if withheld else salt, None if withheld else body)


def change(seq: int, entries: int, merged: dict[str, Any] | None = None) -> ChangeLine:
    """A change without sense."""
    prev = digest(seq - 1) if seq > 1 else ""
    fields = {"seq": seq, "ledger": LEDGER, "at": AT, "by": "desk", "why": "x", "kind": "add", "prev": prev}
    return ChangeLine({**fields, "merged": merged}, digest(seq), entries)


@st.composite
def histories(draw: st.DrawFn) -> list[Line]:
    """The lines of a whole ledger."""
    found: list[Line] = []
    count = draw(st.integers(0, 3))
    total = 0
    for seq in range(1, count + 1):
        bodies = draw(st.lists(any_record(), max_size=2))
        merged = draw(st.sampled_from([None, {"ledger": LEDGER, "head": digest(0), "count": 3}]))
        found.append(change(seq, len(bodies), merged))
        salt = draw(st.text("0123456789abcdef", min_size=32, max_size=32))
        found += [entry(body, salt, draw(st.booleans())) for body in bodies]
        total += len(bodies)
    return [Header(LEDGER, count, total, digest(count) if count else ""), *found]


def written(lines: list[Line]) -> bytes:
    """The bytes of a ledger."""
    out = io.BytesIO()
    ledger_history.write(lines, out)
    return out.getvalue()


def read(data: bytes) -> list[Line | Problem]:
    """What is read from bytes."""
    return list(ledger_history.read(io.BytesIO(data), "f"))


@given(histories())
def test_round_trip(lines: list[Line]) -> None:
    """What was written is read, and written again it is the same bytes; each line knows its number."""
    data = written(lines)
    back = read(data)
    assert not [each for each in back if isinstance(each, Problem)]
    assert written([each for each in back if not isinstance(each, Problem)]) == data
    assert [each.line for each in back if isinstance(each, ChangeLine | EntryLine)] == list(range(2, len(lines) + 1))
    assert [each.digest for each in back if isinstance(each, EntryLine)] == [
        digest(each.envelope) for each in lines if isinstance(each, EntryLine)
    ]


@given(histories().filter(lambda lines: len(lines) > 2), st.data())
def test_a_line_removed_or_doubled_is_seen(lines: list[Line], data: st.DataObject) -> None:
    """The counts in the header and in the changes do not let it pass."""
    split = written(lines).splitlines(keepends=True)
    at = data.draw(st.integers(0, len(split) - 1))
    changed = split[:at] + split[at + 1 :] if data.draw(st.booleans()) else [*split[:at], split[at], *split[at:]]
    assert any(isinstance(each, Problem) for each in read(b"".join(changed)))


def test_an_altered_body_is_seen() -> None:
    """One changed letter of a body does not fit the digest in its envelope."""
    body = {"type": "tag", "id": "a" * 24, "target": "b" * 24, "name": "blame"}
    data = written([Header(LEDGER, 1, 1, digest(1)), change(1, 1), entry(body, "0" * 32)])
    for damaged in (data.replace(b"blame", b"blane"), data.replace(b"0" * 32, b"1" * 32)):
        problems = [each for each in read(damaged) if isinstance(each, Problem)]
        assert [problem.pointer for problem in problems] == ["/body"]


def test_a_withheld_entry_keeps_its_digest() -> None:
    """The envelope is the same with and without its body."""
    body = {"type": "tag", "id": "a" * 24, "target": "b" * 24, "name": "blame"}
    whole = entry(body, "0" * 32)
    assert EntryLine(whole.envelope, None, None).digest == whole.digest


def test_spelling_does_not_matter() -> None:
    """The digest is of the canonical form, whatever the file's own spaces and order."""
    body = {"type": "tag", "id": "a" * 24, "target": "b" * 24, "name": "blame"}
    lines = [Header(LEDGER, 1, 1, digest(1)), change(1, 1), entry(body, "0" * 32)]
    loose = b"".join(
        orjson.dumps(dict(reversed(orjson.loads(line).items())), option=orjson.OPT_INDENT_2).replace(b"\n", b" ")
        + b"\n"
        for line in written(lines).splitlines()
    )
    assert written([each for each in read(loose) if not isinstance(each, Problem)]) == written(lines)


@pytest.mark.parametrize("name", ["sound.ledger"])
def test_the_case_is_canonical(name: str) -> None:
    """The example of the format in cases/files is what would be written."""
    data = Path(ROOT / "tests" / "cases" / "files" / name).read_bytes()
    assert written([each for each in read(data) if not isinstance(each, Problem)]) == data
