"""Dates: every form and every refusal, and what holds for all of them."""

import json
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.dates import (
    DateError,
    When,
    before,
    from_utc_text,
    overlap,
    read_when,
    read_zone,
    utc_text,
    with_offset,
)
from tests.support.tree import ROOT

CASES = ROOT / "tests" / "cases" / "dates"
REFUSED = "refused"

ZONES = st.sampled_from(
    [
        *("UTC", "Asia/Almaty", "Europe/London", "America/New_York", "America/Sao_Paulo"),
        *("America/St_Johns", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Monrovia"),
        *("Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo"),
    ]
).map(read_zone)
DAYS = st.dates()
CLOCKS = st.times().map(lambda clock: clock.isoformat(timespec="microseconds"))
PIECES = st.sampled_from(
    [
        *("2022", "0000", "0001", "9999", "-01", "-12", "-31", "-30", "T18:00", "T24:00", ":30"),
        *(".5", "Z", "+06:00", "-23:59", "~", "?", "/", "..", " ", "%"),
    ]
)
TEXTS = st.one_of(st.text(max_size=20), st.lists(PIECES, max_size=9).map("".join))


def _cases(refused: bool) -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{ascii(case['text'])[:60]}-{case['zone']}")
        for path in sorted(CASES.glob("*.json"))
        if (path.stem == REFUSED) == refused
        for case in json.loads(path.read_text("utf-8"))["cases"]
    ]


@pytest.mark.parametrize("case", _cases(False))
def test_reads(case: dict[str, Any]) -> None:
    """The stretch of time of a case, field by field; what a case does not name is not so."""
    found = read_when(case["text"], read_zone(case["zone"]))
    assert found == When(
        text=case.get("written", case["text"]),
        earliest=from_utc_text(case["earliest"]) if case["earliest"] else None,
        latest=from_utc_text(case["latest"]) if case["latest"] else None,
        has_time=case.get("has_time", False),
        has_offset=case.get("has_offset", False),
        uncertain=case.get("uncertain", False),
        approximate=case.get("approximate", False),
        first_day=date.fromisoformat(case["first_day"]) if case["first_day"] else None,
        last_day=date.fromisoformat(case["last_day"]) if case["last_day"] else None,
    )
    for moment in (found.earliest, found.latest):
        assert moment is None or moment.tzinfo is UTC


@pytest.mark.parametrize("case", _cases(False))
def test_what_is_stored(case: dict[str, Any]) -> None:
    """The offset is written where it was missing, and nothing else is changed."""
    stored = with_offset(case["text"], read_zone(case["zone"]))
    assert stored == case.get("stored", case["text"])


@pytest.mark.parametrize("case", _cases(True))
def test_refuses(case: dict[str, Any]) -> None:
    """A refusal says what was refused, why, and what would be accepted; storing refuses too."""
    zone = read_zone(case["zone"])
    with pytest.raises(DateError) as refused:
        read_when(case["text"], zone)
    assert refused.value.text == case["text"]
    assert case["why"] in refused.value.why
    assert refused.value.accepted in str(refused.value)
    with pytest.raises(DateError):
        with_offset(case["text"], zone)


# Before and after.


@pytest.mark.parametrize(
    ("a", "b", "is_before", "is_overlap"),
    [
        ("2022-01-05", "2022-01-06", True, False),
        ("2022-01-06", "2022-01-05", False, False),
        ("2022-01-06", "2022-01-06", False, True),
        ("2022-01", "2022-01-06", False, True),
        ("2021", "2022", True, False),
        ("2021-12-31/2022-01-05", "2022-01-05", False, True),
        ("../2022-01-05", "2022-01-06", True, False),
        ("2022-01-06", "../2022-01-05", False, False),
        ("2022-01-06/..", "2022-01-05", False, False),
        ("2022-01-06/..", "2030", False, True),
        ("../2022-01-06", "2022-01-01/..", False, True),
        ("../2022", "../2000", False, True),
        ("2022-01-06T18:00Z", "2022-01-06T18:01Z", True, False),
        ("2022-01-06T18:00Z", "2022-01-06T18:00:30Z", False, True),
        ("2022-01-06T18:00+06:00", "2022-01-06T12:00Z", False, True),
        ("2022-01-06T18:00+06:00", "2022-01-06T13:00Z", True, False),
        ("2022-01-06", "2022-01-06T17:00Z", False, True),
        ("2022-01-06", "2022-01-06T18:00Z", True, False),
        ("2022-01-06T18:00Z", "2022-01-06", False, False),
    ],
)
def test_order(a: str, b: str, is_before: bool, is_overlap: bool) -> None:
    """Which is over when the other begins, in Almaty (UTC+6)."""
    zone = ZoneInfo("Asia/Almaty")
    first, second = read_when(a, zone), read_when(b, zone)
    assert before(first, second) is is_before
    assert overlap(first, second) is overlap(second, first) is is_overlap


def test_bare_dates_are_calendar_days() -> None:
    """The same day is the same day, and one day is before the next, wherever they were read."""
    east, west = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")
    assert not before(read_when("2022-01-06", east), read_when("2022-01-06", west))
    assert overlap(read_when("2022-01-06", east), read_when("2022-01-06", west))
    assert before(read_when("2022-01-06", west), read_when("2022-01-07", east))
    assert not overlap(read_when("2022-01-06", west), read_when("2022-01-07", east))


# UTC text.


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2022, 1, 6, tzinfo=UTC), "2022-01-06T00:00:00.000000Z"),
        (datetime(33, 4, 3, 15, tzinfo=UTC), "0033-04-03T15:00:00.000000Z"),
        (
            datetime(2022, 1, 6, 1, 2, 3, 4, tzinfo=timezone(timedelta(hours=6))),
            "2022-01-05T19:02:03.000004Z",
        ),
        (
            datetime(2022, 10, 30, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London")),
            "2022-10-30T01:30:00.000000Z",
        ),
        (
            datetime.max.replace(tzinfo=timezone(-timedelta(hours=9))),
            "9999-12-31T23:59:59.999999Z",
        ),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=9))), "0001-01-01T00:00:00.000000Z"),
    ],
)
def test_utc_text(moment: datetime, text: str) -> None:
    """27 characters, with all digits, cut off at the ends of the calendar."""
    assert utc_text(moment) == text
    assert len(text) == 27


def test_utc_text_wants_a_zone() -> None:
    """A moment without a zone is nobody's moment."""
    with pytest.raises(ValueError, match="without a time zone"):
        utc_text(datetime(2022, 1, 6))  # noqa: DTZ001


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2022-01-06",
        "2022-01-06T00:00:00Z",
        "2022-01-06T00:00:00.000000",
        "2022-01-06T00:00:00.000000+00:00",
        "2022-01-06T00:00:00.000000Z\n",
        "2022-02-30T00:00:00.000000Z",
        "0000-01-01T00:00:00.000000Z",
        "2022-01-06T24:00:00.000000Z",
        "２022-01-06T00:00:00.000000Z",
    ],
)
def test_utc_text_refused(text: str) -> None:
    """Nothing but what `utc_text` writes."""
    with pytest.raises(DateError) as refused:
        from_utc_text(text)
    assert refused.value.text == text


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_utc_text_round_trips_and_sorts(a: datetime, b: datetime) -> None:
    """Text and moment are one, and texts sort as moments do."""
    assert from_utc_text(utc_text(a)) == a
    assert (utc_text(a) < utc_text(b)) is (a < b)


# Zones.


def test_zones() -> None:
    """UTC and every IANA name."""
    assert read_zone("UTC") is UTC
    assert read_zone("Asia/Almaty") == ZoneInfo("Asia/Almaty")


@pytest.mark.parametrize(
    "name", ["", "Almaty", "Asia", "../zoneinfo/UTC", "/etc/localtime", "\0", "\ud800", "a" * 5000]
)
def test_zones_refused(name: str) -> None:
    """A name that is none, and no path."""
    with pytest.raises(DateError, match="time zone") as refused:
        read_zone(name)
    assert refused.value.text == name


# What holds for every text.


@given(TEXTS, ZONES)
def test_anything_is_read_or_refused(text: str, zone: tzinfo) -> None:
    """Any text is a time in good order, or a DateError with words in it."""
    _assert_sound(_read_or_refuse(text, zone), text, zone)


def _read_or_refuse(text: str, zone: tzinfo) -> When | DateError:
    try:
        return read_when(text, zone)
    except DateError as refused:
        return refused


def _assert_sound(found: When | DateError, text: str, zone: tzinfo) -> None:
    assert found.text == (text.strip() if isinstance(found, When) else text)
    if isinstance(found, DateError):
        assert found.why
        assert found.accepted
        return
    if found.earliest and found.latest:
        assert found.earliest <= found.latest
    if found.first_day and found.last_day and not found.has_time:
        assert found.first_day <= found.last_day
    assert overlap(found, found)
    assert not before(found, found)
    assert not found.has_offset or found.has_time
    stored = read_when(with_offset(text, zone), zone)
    assert stored.has_offset is found.has_time
    assert (stored.earliest, stored.latest) == (found.earliest, found.latest)


@given(DAYS, ZONES)
def test_days_follow_one_another(day: date, zone: tzinfo) -> None:
    """A day lasts until the microsecond before the next begins, whatever the clocks do."""
    found = _read_or_refuse(day.isoformat(), zone)
    if isinstance(found, DateError):  # the one day that a zone's calendar skipped
        assert (str(zone), day) == ("Pacific/Apia", date(2011, 12, 30))
        return
    assert found.first_day == found.last_day == day
    following = day + timedelta(days=1) if day < date.max else None
    if following and isinstance(then := _read_or_refuse(following.isoformat(), zone), When):
        assert before(found, then)
        assert found.latest
        assert then.earliest
        assert then.earliest - found.latest <= timedelta(microseconds=1)


@given(DAYS, CLOCKS, ZONES)
def test_instants_lie_in_their_day(day: date, clock: str, zone: tzinfo) -> None:
    """An instant is one microsecond of its day, and means the same in every zone once stored."""
    text = f"{day.isoformat()}T{clock}"
    found = _read_or_refuse(text, zone)
    if isinstance(found, DateError):
        assert "skipped" in found.why
        return
    assert found.earliest == found.latest
    whole = read_when(day.isoformat(), zone)
    assert whole.earliest
    assert whole.latest
    assert found.earliest
    assert whole.earliest <= found.earliest <= whole.latest
    assert read_when(with_offset(text, zone), UTC).earliest == found.earliest


# Other people's strings.


def test_naughty_strings(third_party: Path) -> None:
    """The big list of naughty strings: each is read or refused, never anything else."""
    path = third_party / "data" / "hostile" / "blns" / "blns.json"
    if not path.is_file():
        pytest.skip(f"third-party data absent: {path.name}")
    for text in json.loads(path.read_text("utf-8")):
        _assert_sound(_read_or_refuse(text, UTC), text, UTC)
