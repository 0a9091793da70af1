"""Keys where click gives them, as on Windows."""

from collections.abc import Iterator

import click
import pytest

from claimtrack.cli import keys


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is pressed next, the first first; nothing more is the end of the input."""
    waiting: list[str] = []
    following: Iterator[str] = iter(lambda: waiting.pop(0) if waiting else "", "")

    def getchar() -> str:
        for char in following:
            return char
        raise EOFError

    monkeypatch.setattr(keys, "WINDOWS", True)
    monkeypatch.setattr(click, "getchar", getchar)
    monkeypatch.setenv("TERM", "xterm")
    return waiting


def test_click_gives_one_key_at_a_time(pressed: list[str]) -> None:
    """Special keys are none, and the end of the input is told."""
    pressed += ["y", "Ж", "\xe0H", "\x1b", "\r"]
    with keys.Keys() as keyboard:
        keyboard.forget()
        assert [keyboard.key() for _ in range(6)] == ["y", "Ж", "", "", "\r", keys.END]
