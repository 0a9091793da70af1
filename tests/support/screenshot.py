"""The picture of the README: the page of the demo's story, as a browser shows it. `make screenshot` writes it."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.browser import stories
from tests.support.browser import chromium, started, view

WIDTH, HEIGHT = 1200, 1000
NOW = datetime(2026, 3, 13, 9, tzinfo=UTC)


def main(target: str) -> int:
    """Write the picture to `target`; 0, or 2 where there is no browser."""
    if chromium() is None:
        print("There is no chromium on this machine: 'apt install chromium' on Debian.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="claimtrack-screenshot-") as made, started() as browser:
        folder = Path(made)
        shown = stories.told(stories.demo(folder / "demo.db"), "desk", now=NOW)
        context, seen = view(browser, stories.written(folder, "report", shown), width=WIDTH)
        seen.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        seen.page.screenshot(path=target)
        context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
