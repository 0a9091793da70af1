"""Dates and instants as people write them: EDTF level 0, with `~`, `?` and open intervals.

A value is kept as written ("2022-01", "2022-01-06~", "../2022-01-06") and projected on the UTC
axis as its earliest and latest microsecond. A bare date is that day in the zone it is read in; so
is an instant without an offset, and `with_offset` makes that plain in what is stored.
"""

from claimtrack.domain.dates.axis import from_utc_text, read_zone, utc_text
from claimtrack.domain.dates.error import DateError
from claimtrack.domain.dates.when import When, before, overlap, read_when, with_offset

__all__ = [
    "DateError",
    "When",
    "before",
    "from_utc_text",
    "overlap",
    "read_when",
    "read_zone",
    "utc_text",
    "with_offset",
]
