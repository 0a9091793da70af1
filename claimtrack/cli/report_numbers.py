"""The numbers that reports gave: what "C60", "D2" and "P1" mean, by ledger, in the user's configuration folder.

The last numbering of each story and edition is kept, with the change that it was made at. Ids alone are kept, no words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import asdict
from pathlib import Path

from claimtrack.actions.reports import ReportNumbers
from claimtrack.cli.user_folders import user_folder
from claimtrack.domain.english import join_list
from claimtrack.errors import BadInput, NeedsPerson
from claimtrack.safe_files import make_private_folder, write_private

TYPES = {"C": "claim", "D": "document", "P": "disagreement"}
"""The letter of a number -> what it numbers."""
_NUMBER = re.compile(r"([CDP])([1-9]\d{0,6})\Z")
_MAKE_ONE = "'claimtrack report' numbers them anew; an id or a name does as well."
MOST_KEPT = 20


def numbered_type(typed: str) -> str | None:
    """What a number of a report numbers: claim, document or disagreement; None for what is no such number."""
    match = _NUMBER.match(typed.strip())
    return TYPES[match[1]] if match else None


def save(ledger: str, numbers: ReportNumbers) -> None:
    """Keep what a report numbered, in place of the last of its story and edition. Raises OSError and BadInput."""
    others = [one for one in load(ledger) if (one.story, one.edition) != (numbers.story, numbers.edition)]
    make_private_folder(_file(ledger).parent)
    write_private(_file(ledger), json.dumps([asdict(one) for one in [numbers, *others][:MOST_KEPT]]))


def load(ledger: str) -> list[ReportNumbers]:
    """The numberings that are kept of a ledger, the latest first; none where they cannot be read."""
    try:
        return [ReportNumbers(**one) for one in json.loads(_file(ledger).read_text("utf-8"))]
    except (OSError, ValueError, TypeError, BadInput):
        return []


def delete(ledger: str) -> None:
    """Keep no number of a ledger any longer."""
    _file(ledger).unlink(missing_ok=True)


def _file(ledger: str) -> Path:
    return user_folder("config") / "reports" / f"{ledger}.json"


def resolve_number(
    typed: str, reports: Iterable[ReportNumbers], story: str | None, hidden: Collection[str] = ()
) -> tuple[str, ReportNumbers]:
    """The id that a number means, and the report that gave it: of the story in use (an id), else of any.

    The newest report has to have it; none has that of a record in `hidden` (ids). Raises BadInput where no report that
    is kept has it, NeedsPerson where only older ones do, or two give it to different records.
    """
    match = _NUMBER.match(typed.strip())
    assert match is not None
    number, field, place = match[0], f"{TYPES[match[1]]}s", int(match[2]) - 1
    within = [one for one in reports if story in (None, one.story)]
    if not within:
        raise BadInput(f"{number} is a number of a report, and none was made here", _MAKE_ONE)
    several = len({one.story for one in within}) > 1
    called = [
        f"the {one.edition} report {f'of story {one.story[:10]} ' if several else ''}at change {one.change}"
        for one in within
    ]
    ids = [record[place] if place < len(record := getattr(one, field)) else "" for one in within]
    ids = ["" if record in hidden else record for record in ids]
    if not any(ids):
        raise BadInput(f"there is no {number} in {join_list(called)}", _MAKE_ONE)
    fits = [f"{record}  in {report}" for record, report in zip(ids, called, strict=True) if record]
    if not ids[0]:
        raise NeedsPerson(f"there is no {number} in {called[0]}, the newest one, but in another", "Give the id.", fits)
    if len({*ids} - {""}) > 1:
        raise NeedsPerson(f"{number} is not the same in every report", "Give the id.", fits)
    return ids[0], within[0]


def resolved_words(typed: str, record: str, report: ReportNumbers, head: int) -> str:
    """Which record a number was taken for, by which report, and whether the ledger has gone on since (`head`)."""
    since = f"; the ledger is at change {head:,} now" if head != report.change else ""
    return f"{typed.strip()} is {record[:10]}, as in the {report.edition} report at change {report.change:,}{since}."
