"""Feeds the program damaged files until the time is up: `python tools/soak.py FORMAT [--seconds N] [--seed N]`.

Each input is a valid one of the format (from tests/cases, or exported from the examples) with a few changes at random:
bytes, JSON values, words. It goes through the command line inside this process. A finding is an error that the program
did not expect, an exit status that is not documented, a ledger that does not pass its audit afterwards, or an input
that takes longer than LONGEST seconds of CPU. Each is made smaller, printed and written to the folder of `--keep`;
the exit status is 1 when there was one. The same seed makes the same inputs; `--only N` runs the one of that number.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
sys.path.insert(0, str(ROOT))

from claimtrack.cli.main import main as claimtrack  # noqa: E402
from claimtrack.domain.canonical_json import canonical, salted_digest, sha256  # noqa: E402
from claimtrack.ledger.entries.envelope import change_digest  # noqa: E402

STATUSES = (0, 1, 2, 3, 4)
"""Documented exit statuses, but for that of Ctrl-C."""
LONGEST = 30
"""Seconds of CPU after which an input of a few kilobytes is a finding."""
AUDITED = 40
"""One import in so many is followed by an audit."""
BIGGEST = 200_000
"""Bytes of an input at most: how time grows with the text is for other tests."""


class TookTooLong(BaseException):
    """An input took longer than LONGEST; no `Exception`, so that nobody catches it as an error of the input."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the program came to. `fault` says what is wrong with it, None when nothing is."""

    status: int
    errors: str
    fault: str | None
    output: bytes = b""


def run(arguments: Sequence[str], given: bytes = b"") -> Outcome:
    """Run the command line in this process, off a terminal, with these bytes as its standard input."""
    before = sys.stdin, sys.stdout, sys.stderr
    errors, output = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    stdout = sys.stdout = io.TextIOWrapper(output, encoding="utf-8", newline="", write_through=True)
    stderr = sys.stderr = io.TextIOWrapper(errors, encoding="utf-8", newline="", write_through=True)
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    status, fault = -1, None
    try:
        status = claimtrack(arguments)
    except TookTooLong:
        fault = f"it took longer than {LONGEST} s"
    except BaseException as error:  # noqa: BLE001 - whatever gets past the one place that catches errors
        fault = f"uncaught: {type(error).__name__}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        sys.stdin, sys.stdout, sys.stderr = before
    stderr.detach()
    stdout.detach()
    said = errors.getvalue().decode("utf-8", "replace")
    unexpected = re.search(r"an unexpected error: (\w+)", said)
    if fault is None and unexpected is not None:
        fault = f"an unexpected error: {unexpected[1]}"
    if fault is None and "Traceback (most recent call last)" in said:
        fault = "a traceback"
    if fault is None and status not in STATUSES:
        fault = f"exit status {status}"
    return Outcome(status, said, fault, output.getvalue())


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TookTooLong


Tree = Any
"""A JSON value."""

VALUES: tuple[Tree, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 10**40, -(10**20), "", " ", "x", "null", "2026-13-01", "2026-02-30",
    "1", "0000-00-00", "2026-03-02T25:61Z", "9" * 400, "a" * 5000, "\0", "\ud800", "\u202e", "\u200b", "é", "e\u0301",
    "//", "https://", "https://[::1", "https://a\u3002b/", "http://xn--/", "javascript:x", "abcdefghijklmnopqrstuvwx",
    "person", "claim", "asserts", "about 20-30", "1e999", "dozens of", "Courier", [], {}, [[]], [None], {"": None},
    {"text": "x"}, {"name": "Ana"}, ["Ana", "Ana"], {"id": "abcdefghijklmnopqrstuvwx"}, {"start": -1, "end": 10**9},
)  # fmt: skip
"""Values that a program may not have expected where it meets them."""

BYTES = (
    b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"\n", b"\r", b"\r\n", b"\t", b" ", b"\0", b"\xff", b"\xc3",
    b"\xed\xa0", b"\xef\xbb\xbf", b"\\ud800", b"\\u0000", b"\\u", b"\\x", b"1e999", b"-0", b"1.5", b"NaN",
    b"Infinity", b"-", b"null", b"true", b"0" * 5000, b"[" * 3000, b'{"a":' * 2000, b"\xe2\x80\xae", b"\xe2\x80\xa8",
    b"\xcc\x81", b"/*", b"//", b"'", b"<", b">", b"&", b"<!--", b"-->", b"<![CDATA[", b"&#x0;", b"&#1114112;",
    b"&amp", b"<script>", b"</p", b"<a href='", b"# ", b"```", b"~~~", b"* ", b"> ", b"[a](", b"![", b"[^1]",
    b"| a | b |\n|---|---|\n", b"---\n", b"+++\n", b"**", b"_", "“".encode(), "”".encode(), "…".encode(),
    "—".encode(), "«".encode(), "’".encode(), "\u200d".encode(), "𝔘".encode(), b" said that ", b" told ",
    b" according to ", b" by ", b" and ", b" who ", b" he said, ", b" 12 dead ", b"Mr. ", b"U.S. ", b" reportedly ",
    b" denied ", b" as ", b" about 20 ", b" his claim that ", b": ", b"; ", b", ", b". ", b"? ", b"The mayor ",
)  # fmt: skip
"""Bytes that mean something in one of the formats."""


def change_bytes(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """The data with one stretch cut out, repeated, overwritten, put elsewhere, or something of another input put in."""
    at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    if chance.random() < 0.7:
        end = min(end, at + chance.choice((1, 1, 2, 8, 40)))
    kind = chance.randrange(8)
    if kind == 0:
        return data[:at] + data[end:]
    if kind == 1:
        return data[:at] + data[at:end] * chance.choice((2, 2, 3, 50)) + data[end:]
    if kind == 2:
        return data[:at]
    if kind == 3:
        other = chance.choice(others)
        start = chance.randrange(len(other) + 1)
        return data[:at] + other[start : start + chance.choice((5, 50, 500, 5000))] + data[end:]
    if kind == 4:
        return data[:at] + chance.randbytes(chance.choice((1, 1, 2, 4))) + data[end:]
    if kind == 5:
        return data[at:end] + data[:at] + data[end:]
    return data[:at] + chance.choice(BYTES) + data[at if kind == 6 else end :]


def nodes(tree: Tree) -> Iterator[tuple[Any, Any]]:
    """Every place of a JSON value below its top: what holds it, and its key or index there."""
    keys = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from nodes(tree[key])


def change_tree(chance: random.Random, tree: Tree, others: Sequence[Tree]) -> Tree:
    """A JSON value with one value replaced, removed, repeated, renamed or wrapped."""
    places = list(nodes(tree))
    if not places:
        return chance.choice(VALUES)
    holder, key = chance.choice(places)
    kind = chance.randrange(7)
    if kind == 0:
        del holder[key]
    elif kind == 1:
        other_places = list(nodes(chance.choice(others)))
        source, name = chance.choice(other_places or places)
        holder[key] = _copy(source[name])
    elif kind == 2 and isinstance(holder, dict):
        names = [name for _, name in places if isinstance(name, str)]
        holder[chance.choice([*names, "", "x", "id", "type", "name", "text"])] = holder.pop(key)
    elif kind == 3 and isinstance(holder, list):
        holder[key:key] = [_copy(holder[key])] * chance.choice((1, 2, 30))
    elif kind == 4:
        holder[key] = chance.choice(([holder[key]], {"name": holder[key]}, {"text": holder[key]}, str(holder[key])))
    elif kind == 5 and isinstance(holder[key], str) and holder[key]:
        raw = change_bytes(chance, holder[key].encode("utf-8", "surrogatepass"), [b"The mayor said that 12 died."])
        holder[key] = raw.decode("utf-8", "replace")
    else:
        holder[key] = _copy(chance.choice(VALUES))
    return tree


def _copy(tree: Tree) -> Tree:
    return json.loads(json.dumps(tree))


def _dump(tree: Tree, indent: int | None = None) -> bytes:
    return json.dumps(tree, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")


def change_json(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """One JSON document changed as a tree; as bytes where it is none."""
    trees = [_parsed(one) for one in (data, chance.choice(others))]
    if trees[0] is None:
        return change_bytes(chance, data, others)
    return _dump(change_tree(chance, trees[0], [trees[1] or {}]), chance.choice((None, 1)))


def change_lines(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """JSON Lines with one line changed as a tree, removed, repeated or moved."""
    lines = data.splitlines() or [b"{}"]
    at = chance.randrange(len(lines))
    kind = chance.randrange(8)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(chance.randrange(len(lines) + 1), lines[at])
    elif kind == 2:
        lines.insert(chance.randrange(len(lines)), lines.pop(at))
    else:
        lines[at] = change_json(chance, lines[at], chance.choice(others).splitlines() or [b"{}"])
    return b"\n".join(lines) + b"\n"


def change_history(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A ledger's history with one line changed; mostly with digests that fit again, so that it is read further."""
    lines = [_parsed(line) for line in data.splitlines()]
    if chance.random() < 0.2 or not all(isinstance(line, dict) for line in lines):
        return change_lines(chance, data, others)
    try:
        was = {id(line): sha256(canonical(line["entry"])) for line in lines if "entry" in line}
    except (TypeError, ValueError):  # a number or a character that no ledger takes, of the change before this one
        return change_lines(chance, data, others)
    at = chance.randrange(len(lines))
    kind = chance.randrange(10)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(chance.randrange(len(lines)), lines.pop(at))
    elif kind == 2 and "entry" in lines[at]:
        lines[at] |= {"salt": None, "body": None}
    else:
        part = chance.choice(
            [name for name in ("change", "entry", "body") if isinstance(lines[at].get(name), dict)] or [""]
        )
        change_tree(chance, lines[at].get(part, lines[at]), lines)
    try:
        return _with_digests(lines, was)
    except (AttributeError, KeyError, TypeError, ValueError):
        return b"".join(_dump(line) + b"\n" for line in lines)


def _with_digests(lines: list[Tree], was: Mapping[int, str]) -> bytes:
    """The lines with every digest, count and link made to fit. `was` gives the digest of an entry's line before."""
    header: dict[str, Any] = next((line for line in lines if "claimtrack-ledger" in line), {})
    changes = [at for at, line in enumerate(lines) if "change" in line]
    count = 0
    prev = ""
    now: dict[str, str] = {}
    for seq, at in enumerate(changes, 1):
        end = changes[seq] if seq < len(changes) else len(lines)
        digests = []
        for line in lines[at + 1 : end]:
            if line.get("body") is not None and line.get("salt") is not None:
                line["entry"]["body_digest"] = salted_digest(line["salt"], canonical(line["body"]))
            line["entry"]["prev"] = sorted(now.get(digest, digest) for digest in line["entry"]["prev"])
            digests.append(sha256(canonical(line["entry"])))
            now[was[id(line)]] = digests[-1]
        lines[at]["change"] |= {"seq": seq, "prev": prev}
        lines[at]["entries"] = len(digests)
        prev = lines[at]["digest"] = change_digest(lines[at]["change"], digests)
        count += len(digests)
    header |= {"changes": len(changes), "entries": count, "head": prev}
    return b"".join(canonical(line) + b"\n" for line in lines)


def _parsed(data: bytes) -> Tree:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


Change = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def make_ledgers(folder: Path) -> None:
    """Make the two ledgers of every soak: `base.db` takes the inputs, `exported.db` gives valid ones."""
    for name in ("base.db", "exported.db"):
        for arguments in (["demo", "--keep", str(folder / name)], ["import", "--keep", str(DEPOT)]):
            done = run(["--db", str(folder / name), "--user", "soak", *arguments])
            assert done.status == 0, done.errors


class Soak:
    """One format: its valid inputs, how they are changed, and how the program is given one.

    `folder` holds what `make_ledgers` made; `base.db` is copied anew for each input.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.suffix, self.changes, self.verb = FORMATS[name]
        self.ledger = folder / "ledger.db"
        self.base = folder / "base.db"
        self.exported = folder / "exported.db"

    @cached_property
    def seeds(self) -> list[bytes]:
        """Valid inputs, and those of the cases that are not."""
        found = [path.read_bytes() for path in sorted(CASES.rglob(f"*{self.suffix}")) if self._fits(path)]
        if self.verb == "import":
            out = self.folder / f"export{self.suffix}"
            run(["--db", str(self.exported), "export", "-o", str(out), "--format", self.name, "--include-restricted"])
            found += [out.read_bytes()] * len(found)
        if self.name == "lines":
            found += [self._as_lines(path) for path in sorted(CASES.glob("drafts/*/ledger.json"))]
        if self.name == "decisions":
            found += list(self._proposals())
        return [each for each in found if 0 < len(each) < BIGGEST]

    def _fits(self, path: Path) -> bool:
        folder = path.relative_to(CASES).parts[0]
        if self.verb == "import":
            return folder in ("import", "files", "drafts", "soak")
        if self.name == "decisions":
            return False
        return folder in ("articles", "attributions", "drafts", "soak")

    @staticmethod
    def _as_lines(path: Path) -> bytes:
        bundle = json.loads(path.read_bytes())
        singular = {"stories": "story", "sources": "source", "documents": "document", "claims": "claim"}
        items = ((singular[name], item) for name, items in bundle.items() if name in singular for item in items)
        return b"".join(_dump({"type": kind, **item}) + b"\n" for kind, item in items)

    def _proposals(self) -> Iterator[bytes]:
        """What `read --jsonl` proposes of the article, every line decided."""
        shutil.copyfile(self.base, self.ledger)
        done = run(["--db", str(self.ledger), "--user", "soak", "read", str(ARTICLE), "--jsonl"])
        lines = [json.loads(line) for line in done.output.splitlines()]
        decisions = ("accept", "accept", "reject", "skip")
        for first in (0, 1, 2):
            yield b"".join(
                _dump({**line, "decision": decisions[(at + first) % 4]} if line["type"] == "claim" else line) + b"\n"
                for at, line in enumerate(lines)
            )

    def input(self, seed: int, number: int) -> tuple[bytes, list[str]]:
        """The changed input of this number, and how the program is to take it."""
        chance = random.Random(f"{seed}/{self.name}/{number}")
        data = chance.choice(self.seeds)
        for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
            data = chance.choice(self.changes)(chance, data, self.seeds)[:BIGGEST]
            data = data or b" "
        return data, chance.choice(WAYS.get(self.name) or WAYS[self.verb])

    def take(self, data: bytes, way: Sequence[str], *, audited: bool = False, debug: bool = False) -> Outcome:
        """Give the program an input, on a fresh copy of the ledger; with `debug`, errors come with a traceback."""
        file = self.folder / f"input{self.suffix}"
        file.write_bytes(data)
        for left in self.folder.glob("input*"):
            if left != file:
                left.unlink()
        shutil.copyfile(self.base, self.ledger)
        before = ["--db", str(self.ledger), "--user", "soak"]
        files = [str(ARTICLE), "--decisions", str(file)] if self.verb == "decide" else [str(file)]
        verb = {"decide": "read"}.get(self.verb, self.verb)
        outcome = run([*(["--debug"] if debug else []), *before, verb, *files, *way])
        if outcome.fault is None and audited:
            audit = run([*before, "audit"])
            if audit.status != 0:
                return Outcome(audit.status, audit.errors, f"the audit ends with {audit.status}")
        return outcome

    def smaller(self, data: bytes, way: Sequence[str], fault: str, *, audited: bool) -> bytes:
        """The input without what the fault does not need, as far as 150 runs find out."""
        left, size = 150, len(data) // 2
        while size and left:
            at = 0
            while at < len(data) and left:
                shorter = data[:at] + data[at + size :]
                left -= 1
                if shorter and self.take(shorter, way, audited=audited).fault == fault:
                    data = shorter
                else:
                    at += size
            size //= 2
        return data


DEPOT = CASES / "drafts" / "depot" / "ledger.json"
ARTICLE = CASES / "articles" / "ferry.txt"

FORMATS: Mapping[str, tuple[str, tuple[Change, ...], str]] = {
    "bundle": (".json", (change_json, change_json, change_bytes), "import"),
    "lines": (".jsonl", (change_lines, change_lines, change_bytes), "import"),
    "ledger": (".ledger", (*[change_history] * 5, change_bytes), "import"),
    "decisions": (".jsonl", (change_lines, change_lines, change_bytes), "decide"),
    "text": (".txt", (change_bytes,), "read"),
    "markdown": (".md", (change_bytes,), "read"),
    "html": (".html", (change_bytes,), "read"),
    "draft-text": (".txt", (change_bytes,), "check"),
    "draft-markdown": (".md", (change_bytes,), "check"),
    "draft-html": (".html", (change_bytes,), "check"),
}
"""Format -> the ending of its files, how they are changed, and the verb that takes them."""

WAYS: Mapping[str, tuple[list[str], ...]] = {
    "import": ([], [], ["--dry-run"], ["--keep-going"], ["--replace"], ["--keep"], ["--json"]),
    "ledger": ([], [], ["--accept-withheld"], ["--dry-run"], ["--json"]),
    "decide": ([], ["--json"]),
    "read": (["--jsonl"], ["--jsonl", "--published", "2026-03-03", "--publisher", "The Courier"]),
    "check": ([], ["--format", "json"], ["--format", "sarif"], ["--format", "github"], ["--include-restricted"]),
}
"""Verb, or format -> the options with which it is run."""


def soak(name: str, seconds: float, seed: int, only: int | None, keep: Path) -> Counter[str]:
    """Feed one format for so many seconds. Gives each fault with how often it came up."""
    faults: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    number = only or 0
    with tempfile.TemporaryDirectory(prefix="claimtrack-soak-") as folder:
        os.environ.update({f"XDG_{kind}_HOME": folder for kind in ("CONFIG", "DATA", "STATE")})
        os.chdir(folder)
        make_ledgers(Path(folder))
        format_ = Soak(name, Path(folder))
        assert format_.seeds, f"there is no valid input of the format {name}"
        began = time.monotonic()
        while only == number or (only is None and time.monotonic() - began < seconds):
            data, way = format_.input(seed, number)
            audited = format_.verb == "import" and number % AUDITED == 0
            outcome = format_.take(data, way, audited=audited)
            statuses[outcome.status] += 1
            if outcome.fault is not None:
                if not faults[outcome.fault]:
                    small = format_.smaller(data, way, outcome.fault, audited=audited)
                    keep.mkdir(parents=True, exist_ok=True)
                    path = keep / f"{name}-{seed}-{number}{format_.suffix}"
                    path.write_bytes(small)
                    traceback = "\n".join(format_.take(small, way, debug=True).errors.splitlines()[-12:])
                    print(f"{name} {number} {' '.join(way)}: {outcome.fault} -> {path}\n{traceback}")
                faults[outcome.fault] += 1
            number += 1
        os.chdir(ROOT)
    found = ", ".join(f"{fault} ({count})" for fault, count in faults.items()) or "none"
    ends = ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
    print(
        f"{name}: {sum(statuses.values()):,} inputs, seed {seed}, exit statuses {ends}; findings: {found}", flush=True
    )
    return faults


def main() -> int:
    """Soak the named formats, or all of them in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("format", nargs="*", choices=[*FORMATS, []], help="; ".join(FORMATS))
    parser.add_argument("--seconds", type=float, default=60, help="for each format (default: 60)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="N", help="run the input of this number alone")
    parser.add_argument("--keep", type=Path, default=ROOT / "build" / "soak", help="where findings are written")
    given = parser.parse_args()
    keep = given.keep.absolute()
    found = [soak(name, given.seconds, given.seed, given.only, keep) for name in given.format or FORMATS]
    return 1 if any(found) else 0


if __name__ == "__main__":
    sys.exit(main())
