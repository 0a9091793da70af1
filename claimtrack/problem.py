"""What is wrong with user data: a value, collected and sorted, never raised."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in what somebody wrote, and what would be accepted in its place.

    Problems sort in the order of the input: by file, line and pointer; what has no file or line comes first.
    Nothing here is made safe for a terminal: whoever shows a problem does that, once, for the whole of it.
    """

    file: str | None
    """Name of the file as it was given; None for what was typed or came from a program."""
    line: int | None
    """Line in the file, from 1; None when there is no file or its lines mean nothing."""
    pointer: str
    """JSON pointer (RFC 6901) to the fault; "" is the whole record or file."""
    message: str
    """What is wrong, a sentence without capital and full stop."""
    value: str | None = None
    """The value at fault, shortened; None when there is none to show."""
    accepted: str | None = None
    """What would be accepted, with an example; None when the message says it already."""
    code: str = "invalid"
    """The kind of fault, for programs: a word with hyphens that stays the same when the message is reworded."""

    def text(self) -> str:
        """`file:line: /pointer: message (value) - accepted`, without the parts there are none of."""
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        told = self.message if self.value is None else f"{self.message} ({self.value})"
        whole = ": ".join(part for part in (place, self.pointer, told) if part)
        return whole if self.accepted is None else f"{whole} - {self.accepted}"

    def _order(self) -> tuple[object, ...]:
        rest = (self.pointer, self.message, self.value or "", self.accepted or "", self.code)
        return (self.file or "", self.line or 0, *rest)

    def __lt__(self, other: Problem) -> bool:
        return self._order() < other._order()
