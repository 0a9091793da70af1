"""The one pipeline: what leads ahead, in a batch, to a later batch or nowhere; and records handed in again."""

from collections.abc import Callable
from typing import Any

import pytest

from claimtrack.domain.records import Record
from claimtrack.errors import BadInput
from claimtrack.ledger.change import Change
from claimtrack.ledger.write.pipeline import conclude, record_batch
from claimtrack.ledger.write.write_context import Mode, Outcome, WriteContext
from tests.ledger.random_changes import nested, typed
from tests.ledger.support import do, new_ledger

CLAIM, QUESTION, EVIDENCE = "c" * 24, "q" * 24, "e" * 24


def recorded(url: str, *batches: list[Record], mode: Mode = Mode.IMPORT) -> Outcome:
    """What recording these batches comes to; nothing is kept."""

    def action(change: Change) -> Outcome:
        context = WriteContext(change.appender, mode, None)
        for batch in batches:
            record_batch(context, batch)
            context.forget()
        conclude(context)
        return context.outcome

    return new_ledger(url).write(action, by="desk", kind="import", dry_run=True).value


def said(key: str, text: str, **fields: Any) -> list[Record]:
    """A claim with one assertion that bears a key."""
    assertion = typed("assertion", link="claim", key=key, chain=[{"source": "AFP"}], quote={"exact": text}, **fields)
    return nested(typed("claim", text=text), assertion)


@pytest.mark.parametrize("split", [False, True])
def test_an_assertion_continues_one_of_a_later_batch(sqlite_url: str, split: bool) -> None:
    later, earlier = said("second", "and five", continues="first"), said("first", "four died")
    outcome = recorded(sqlite_url, *([later, earlier] if split else [later + earlier]))
    assert outcome.problems == []
    assert outcome.total("created") == 4
    assert later[1].body["continues"] == earlier[1].id


def test_what_continues_nothing_is_told(sqlite_url: str) -> None:
    for mode in (Mode.ADD, Mode.IMPORT):
        outcome = recorded(f"{sqlite_url}-{mode.value}", said("second", "and five", continues="first"), mode=mode)
        assert [problem.message for problem in outcome.problems] == ["there is no assertion with this id or key"]


def evidence_and_verdict() -> list[list[Record]]:
    """A verdict that names its evidence by id, and then the evidence."""
    verdict = typed("assessment", target=CLAIM, verdict="supported", why="a film", evidence=[EVIDENCE])
    claim = typed("claim", id=CLAIM, text="It burnt", kind="event")
    return [[claim, verdict], [typed("evidence", id=EVIDENCE, target=CLAIM, bearing="supports", text="a film")]]


def test_an_id_may_lead_ahead(sqlite_url: str) -> None:
    for mode in (Mode.ADD, Mode.IMPORT):
        assert recorded(f"{sqlite_url}-{mode.value}", *evidence_and_verdict(), mode=mode).problems == []


@pytest.mark.parametrize(
    ("mode", "fields", "messages"),
    [
        (Mode.ADD, {}, ["there is no question with this id"]),
        (Mode.IMPORT, {}, ["there is no question with this id"]),
        (Mode.ADD, {"id": CLAIM}, ["there is no question with this id"]),
        (Mode.IMPORT, {"id": CLAIM}, []),
    ],
)
def test_an_id_that_leads_nowhere(sqlite_url: str, mode: Mode, fields: dict[str, str], messages: list[str]) -> None:
    """What was exported may refer to what was voided or withheld there; nothing else may."""
    claim = typed("claim", text="It burnt", kind="event", question=QUESTION, **fields)
    outcome = recorded(sqlite_url, [claim], mode=mode)
    assert [problem.message for problem in outcome.problems] == messages
    assert len(outcome.notices) == (not messages)


def test_an_id_of_another_type_is_told_in_either_order(sqlite_url: str) -> None:
    claims = [typed("claim", id=CLAIM, text="x", kind="event"), typed("claim", text="y", question=CLAIM)]
    for number, batch in enumerate((claims, claims[::-1])):
        outcome = recorded(f"{sqlite_url}-{number}", batch)
        assert [problem.message for problem in outcome.problems] == ["this names a claim, where a question belongs"]


def test_a_note_may_stand_in_a_note(sqlite_url: str) -> None:
    note = typed("note", link="target", text="see above")
    inner = typed("note", link="target", text="no longer")
    inner.parent = note
    outcome = recorded(sqlite_url, [*nested(typed("claim", text="It burnt", kind="event"), note), inner])
    assert outcome.problems == []
    assert inner.body["target"] == note.id


def test_a_change_asked_for_again_begins_anew(new_sqlite_url: Callable[[], str]) -> None:
    """A database may have an action run twice: the records are the same ones."""
    records = said("first", "four died", document="https://example.org/a")
    refused = [typed("claim", text="x", kind="no-kind")]
    for url in (new_sqlite_url(), new_sqlite_url()):
        ledger = new_ledger(url)
        assert do(ledger, lambda change: change.record(records)).value.total("created") == 2
        with pytest.raises(BadInput, match="nothing was recorded"):
            do(ledger, lambda change: change.record(refused))
        refused[0].fields["kind"] = "event"
        assert do(ledger, lambda change: change.record(refused)).value.total("created", "unchanged") == 1
        refused[0].fields["kind"] = "no-kind"


def test_later_batches_are_filled_from_what_earlier_ones_recorded(sqlite_url: str) -> None:
    """A question's kind, a source's name and a document's publisher and text: whatever was forgotten in between."""
    url, text = "https://example.org/a", "https://example.org/text"
    first = [
        typed("question", text="Who did it?", answer_kind="actor"),
        typed("source", name="AFP", kind="news-agency"),
        typed("document", url=url, publisher="AFP"),
        typed("document", url=text, text='She said: "It burnt down" and left.'),
    ]
    other = typed("claim", text="It was Ben", question="Who did it?", answer={"label": "Ben"})
    own = typed("assertion", link="claim", chain=[{"source": "AFP"}], document=url)
    quoted = typed(
        "assertion", link="claim", chain=[{"source": "Ines"}], document=text, quote={"exact": "It burnt down"}
    )
    outcome = recorded(sqlite_url, first, [typed("claim", text="It rained")], nested(other, own))
    assert [problem.message for problem in outcome.problems] == ["the question asks for an actor"]
    burnt = nested(typed("claim", text="It burnt"), own, quoted)
    assert recorded(f"{sqlite_url}-2", first, [typed("claim", text="It rained")], burnt).problems == []
    assert (own.body["quote_kind"], own.body["chain"][0]["naming"]) == ("own", "named")
    assert (quoted.body["quote"]["start"], quoted.body["quote_kind"]) == (11, "direct")
