"""Measure a page: `python -m benchmarks.page [--claims N] [--runs N]`: its size, the time to write it and to see it.

The story is that of `data.py`, its documents given texts in which every claim's words stand. The page is opened in
Debian's chromium; first paint is what the browser itself says, from the moment it was told to open the file.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import data
from benchmarks.timing import run

PROGRAM = (sys.executable, "-m", "claimtrack")
STORY = "A long summer"
PAINTED = """() => Object.fromEntries([
  ...performance.getEntriesByType("paint").map((one) => [one.name, one.startTime]),
  ["whole", performance.getEntriesByType("navigation")[0].loadEventEnd]])"""
FILTERED = """() => { const form = document.querySelector("form.filter"); const select = form.elements.status;
  const begin = performance.now(); select.selectedIndex = 1;
  select.dispatchEvent(new Event("change", {bubbles: true})); document.body.offsetHeight;
  return performance.now() - begin; }"""


def items(claims: int) -> Iterator[dict[str, Any]]:
    """The items of `data.items`, with a text for every document."""
    made = list(data.items(claims))
    said: dict[str, list[str]] = defaultdict(list)
    for item in made:
        for one in item.get("assertions", ()):
            said[one["document"]].append(one["quote"]["exact"])
    for item in made:
        if item["type"] == "document":
            item["text"] = "\n\n".join(
                f"The night was long, and little was certain. One of those who were there said that {words}. "
                "Others could not say, or had left before the morning came."
                for words in said[item["url"]]
            )
        yield item


def main() -> int:
    """Print the table; 0, or 2 where there is no browser."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--claims", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    from tests.support.browser import chromium, started

    if chromium() is None:
        print("There is no chromium on this machine: nothing to see a page in.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="claimtrack-bench-") as folder, started() as browser:
        environment = {**os.environ, "HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder}
        environment["PYTHONPATH"] = str(Path.cwd())
        lines = Path(folder, "claims.jsonl")
        lines.write_text("".join(json.dumps(item) + "\n" for item in items(options.claims)), "utf-8")
        program = (*PROGRAM, "--db", str(Path(folder, "claims.db")), "--user", "bench")
        run((*program, "import", str(lines)), environment)
        print(f"{options.claims:,} claims, median of {options.runs}\n")
        print("| edition | file | written in | memory | first paint | whole page | a filter |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for edition in ("desk", "legal", "public"):
            page = Path(folder, f"{edition}.html")
            command = (*program, "report", "--story", STORY, "--for", edition, "-o", str(page))
            runs = [run(command, environment) for _ in range(options.runs)]
            seen = [_seen(browser, page) for _ in range(options.runs)]
            print(
                f"| {edition} | {page.stat().st_size / 2**20:.1f} MiB | {median(one.seconds for one in runs):.1f} s "
                f"| {max(one.memory for one in runs):.0f} MiB "
                + "".join(f"| {median(one[what] for one in seen) / 1000:.2f} s " for what in MEASURED)
                + "|",
                flush=True,
            )
    return 0


MEASURED = ("first-contentful-paint", "whole", "filter")


def _seen(browser: Any, page: Path) -> dict[str, float]:
    """Milliseconds to each of MEASURED, the page opened in a new window."""
    from tests.support.browser import window

    seen = window(browser)
    try:
        seen.show(page)
        seen.page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
        found: dict[str, float] = seen.page.evaluate(PAINTED)
        found["filter"] = seen.page.evaluate(FILTERED)
    finally:
        seen.page.context.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
