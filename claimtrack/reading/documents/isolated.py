"""Files that may be made to exhaust a machine are read in a process of their own, within limits of memory and time."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from claimtrack.errors import BadInput
from claimtrack.reading.documents.document_text import ExtractedText

MOST_SECONDS = 300
MOST_MEMORY = 2 << 30
"""Bytes of address space that reading one file may take."""

_NO_MEMORY = 9
_START = "from claimtrack.reading.documents.isolated import main; main()"


def read_isolated(reader: str, title: str, data: bytes) -> ExtractedText:
    """The text of a file, by a reader of that name. Raises BadInput for one that is damaged, or takes too much.

    `title` is what the format is called in messages. Nothing is imported from the working folder (`-P`).
    """
    limits = f"{MOST_SECONDS} {MOST_MEMORY}".split()
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _START, reader, *limits],
            input=data,
            capture_output=True,
            check=False,
            timeout=MOST_SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired:
        raise BadInput(f"it takes more than {MOST_SECONDS} seconds to read", "Give it in parts.") from None
    if done.returncode == _NO_MEMORY:
        raise BadInput(f"it takes more than {MOST_MEMORY >> 20:,} MiB of memory to read", "Give it in parts.")
    if done.returncode:
        raise BadInput(f"it is damaged, or no {title} file", "Open it, and save it anew.")
    found = json.loads(done.stdout)
    if "refused" in found:
        raise BadInput(*found["refused"])
    fragments = tuple((start, fragment) for start, fragment in found["fragments"])
    return ExtractedText(found["text"], fragments, found["fields"], tuple(found["notices"]))


def main() -> None:
    """Read standard input by the reader named first; write what it holds, or why it is refused, as JSON."""
    from claimtrack.reading.documents import READERS

    name, seconds, memory = sys.argv[1:]
    _limit(int(seconds), int(memory))
    try:
        found = READERS[name](sys.stdin.buffer.read())
        answer = {name: getattr(found, name) for name in ("text", "fragments", "fields", "notices")}
    except BadInput as refused:
        answer = {"refused": [refused.what, refused.todo]}
    except MemoryError:
        os._exit(_NO_MEMORY)
    sys.stdout.write(json.dumps(answer))


def _limit(seconds: int, memory: int) -> None:
    """Bound this process. Where the system has no such limits (Windows) the time is bounded by who waits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
