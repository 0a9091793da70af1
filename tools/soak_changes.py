"""How `tools/soak.py` damages a file: as bytes, as a JSON value, line by line, part by part, with digests that fit."""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from claimtrack.domain.canonical_json import canonical, salted_digest, sha256
from claimtrack.ledger.entries.envelope import change_digest
from tools import soak_examples

Tree = Any
"""A JSON value."""
Change = Callable[[random.Random, bytes, Sequence[bytes]], bytes]
"""Damages a file; it may take parts of other files."""

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
    *soak_examples.BYTES,
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


def as_json(tree: Tree, indent: int | None = None) -> bytes:
    return json.dumps(tree, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")


def change_json(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """One JSON document changed as a tree; as bytes where it is none."""
    trees = [_parsed(one) for one in (data, chance.choice(others))]
    if trees[0] is None:
        return change_bytes(chance, data, others)
    return as_json(change_tree(chance, trees[0], [trees[1] or {}]), chance.choice((None, 1)))


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


def change_xml(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """XML with one element left out, repeated, moved, renamed, or with another text or attribute; it stays XML."""
    try:
        tree = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return change_bytes(chance, data, others)
    elements = list(tree.iter())
    holder, other = chance.choice(elements), chance.choice(elements)
    words = str(chance.choice([value for value in VALUES if isinstance(value, str | int)]))
    words = "".join(sign for sign in words if sign.isprintable())
    kind = chance.randrange(6)
    if kind < 3 and len(holder):
        child = chance.choice(list(holder))
        if kind == 0:
            holder.remove(child)
        elif kind == 1:
            holder.extend([child] * chance.choice((1, 2, 300)))
        elif child not in list(other.iter()) and other not in list(child.iter()):
            other.append(child)
    elif kind == 3:
        holder.tag = other.tag
    elif kind == 4 and holder.attrib:
        holder.attrib[chance.choice(list(holder.attrib))] = chance.choice([words, *other.attrib.values()])
    else:
        holder.text = words
    return ElementTree.tostring(tree)


def change_packed(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A packed file with one of its parts changed, left out, or under the name of another."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        return change_bytes(chance, data, others)
    if len(parts) < 2:
        return change_bytes(chance, data, others)
    name = chance.choice(list(parts))
    kind = chance.randrange(12)
    if kind == 0:
        del parts[name]
    elif kind == 1:
        parts[chance.choice(list(parts))] = parts.pop(name)
    else:
        change = chance.choice((change_xml, change_xml, change_bytes))
        parts[name] = change(chance, parts[name], list(parts.values()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return packed.getvalue()


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
        return b"".join(as_json(line) + b"\n" for line in lines)


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
