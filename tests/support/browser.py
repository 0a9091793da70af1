"""A real browser to look at pages with: Debian's chromium, and all that a page did while it was open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser")
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
SEE = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__violations.push(event.violatedDirective + ": " + event.blockedURI + " " + event.sample);
});
"""


def chromium() -> str | None:
    """The path of the browser, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass
class View:
    """An open page and what it did.

    `asked` are the addresses that it requested, itself aside; `said` is what it told the console.
    """

    page: Page
    scripts: bool
    address: str = ""
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def show(self, file: Path, *, width: int = 1440, scheme: Any = "light") -> None:
        """Go to a file, as wide and in the colours that are asked for."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)
        self.go(file)

    def go(self, file: Path) -> None:
        """Go to a file, forgetting what the page before did."""
        self.address = file.resolve().as_uri()
        for told in (self.asked, self.said, self.dialogs):
            told.clear()
        self.page.goto(self.address)

    def violations(self) -> list[str]:
        """What the page's own policy stopped. Only where scripts run."""
        found: list[str] = self.page.evaluate("window.__violations")
        return found

    def trouble(self) -> list[str]:
        """Requests, console messages, dialogs and stopped content: a good page has none."""
        stopped = self.violations() if self.scripts else []
        return [*self.asked, *self.said, *self.dialogs, *stopped]


@contextmanager
def started() -> Iterator[Browser]:
    """A browser, closed at the end. It is told to ask nobody for anything."""
    path = chromium()
    assert path is not None
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *root])
        try:
            yield browser
        finally:
            browser.close()


def window(browser: Browser, *, scripts: bool = True) -> View:
    """A new window of its own, which shows nothing yet; the caller closes its context."""
    context = browser.new_context(java_script_enabled=scripts)
    context.set_default_timeout(60_000)
    context.add_init_script(SEE)
    seen = View(context.new_page(), scripts)

    def asked(request: Request) -> None:
        if request.url.split("#")[0] != seen.address:
            seen.asked.append(f"request {request.url[:200]}")

    def said(message: ConsoleMessage) -> None:
        seen.said.append(f"{message.type}: {message.text}")

    def dialog(shown: Dialog) -> None:
        seen.dialogs.append(f"dialog {shown.message}")
        shown.dismiss()

    context.on("request", asked)
    context.on("page", lambda page: seen.asked.append(f"window {page.url}"))
    seen.page.on("console", said)
    seen.page.on("pageerror", lambda error: seen.said.append(f"error: {error}"))
    seen.page.on("dialog", dialog)
    return seen


class Windows:
    """The windows of a browser, for one test after the other: to open one takes longer than most tests."""

    def __init__(self, browser: Browser) -> None:
        """None yet."""
        self._browser = browser
        self._idle: dict[bool, list[View]] = {True: [], False: []}

    @contextmanager
    def looking(self) -> Iterator[Callable[..., View]]:
        """Give a function that opens a file in a window of its own until the end, in which scripts run or do not."""
        used: list[View] = []

        def look(file: Path, *, scripts: bool = True, **how: Any) -> View:
            idle = self._idle[scripts]
            used.append(idle.pop() if idle else window(self._browser, scripts=scripts))
            used[-1].show(file, **how)
            return used[-1]

        yield look
        for seen in used:
            self._idle[seen.scripts].append(seen)
