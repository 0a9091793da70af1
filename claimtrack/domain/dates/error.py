"""What is wrong with text that is no date."""

_ACCEPTED = (
    "write 2022, 2022-01, 2022-01-06, 2022-01-06T18:00 or 2022-01-06T18:00+06:00, each with ~ "
    "(about) or ? (uncertain) after it; or an interval, 2022-01-05/2022-01-06 or ../2022-01-06"
)


class DateError(ValueError):
    """Text that is no date, or a date that never was.

    `text` is what was refused, as given; `why` says what is wrong with it, and `accepted` what
    would be accepted, a sentence with an example.
    """

    def __init__(self, text: str, why: str, accepted: str = _ACCEPTED) -> None:
        shown = text if len(text) <= 80 else text[:79] + "…"
        super().__init__(f"{shown!r}: {why}; {accepted}")
        self.text = text
        self.why = why
        self.accepted = accepted

    def __reduce__(self) -> tuple[type["DateError"], tuple[str, str, str]]:
        """Rebuild from the three parts, so that it can be sent between processes."""
        return type(self), (self.text, self.why, self.accepted)
