"""The pictures of the README: the page of the demo's story, as a browser shows it. `make screenshot` writes them."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.browser import stories
from tests.support.browser import chromium, started, window

WIDTH = 1200
PICTURES = (("report", "header", 1000), ("report-text", "#texts", 760))
"""Name, what stands at its top, and its height."""

NOW = datetime(2026, 3, 13, 9, tzinfo=UTC)


def main(target: str) -> int:
    """Write the pictures into the folder `target`; 0, or 2 where there is no browser."""
    if chromium() is None:
        print("There is no chromium on this machine: 'apt install chromium' on Debian.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="claimtrack-screenshot-") as made, started() as browser:
        folder = Path(made)
        shown = stories.told(stories.demo(folder / "demo.db"), "desk", now=NOW)
        seen = window(browser)
        seen.show(stories.written(folder, "report", shown), width=WIDTH)
        for name, top, height in PICTURES:
            seen.page.set_viewport_size({"width": WIDTH, "height": height})
            seen.page.locator(top).first.evaluate("(one) => one.scrollIntoView()")
            seen.page.screenshot(path=Path(target) / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
