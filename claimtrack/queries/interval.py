"""What a figure means, in words: its interval, as the ledger holds it in decimal strings."""

from __future__ import annotations


def interval_words(low: str | None, high: str | None, *, low_open: bool = False, high_open: bool = False) -> str | None:
    """The interval in words: "24 to 99", "36 or more", "up to 12"; None where there is none."""
    if low is None:
        return None
    first, last = grouped(low), grouped(high) if high is not None else None
    if last is None:
        return f"more than {first}" if low_open else f"{first} or more"
    if first == last:
        return first
    ends = f"under {last}" if high_open else last
    if low == "0" and not low_open:
        return ends if high_open else f"up to {last}"
    begins = f"over {first}" if low_open else first
    return f"{begins} to {ends}"


def grouped(number: str) -> str:
    """A decimal string with its thousands parted by commas: "2298" as "2,298"."""
    whole, point, decimals = number.partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    return f"{sign}{int(digits):,}{point}{decimals}" if digits.isdigit() else number
