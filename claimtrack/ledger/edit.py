"""Editing: from the fields a person set to the record they make, names resolved, gaps filled, everything checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimtrack.domain.figures import FigureError
from claimtrack.domain.nodes import Place
from claimtrack.errors import BadInput
from claimtrack.formats.expand import expand
from claimtrack.formats.validate import check_item, check_record
from claimtrack.ledger.append import Appender
from claimtrack.ledger.draft import Draft, named
from claimtrack.ledger.fill import DERIVED, dates, figure
from claimtrack.ledger.outcome import Mode
from claimtrack.ledger.record import Recorder

Body = dict[str, Any]


def edited(appender: Appender, body: Body, fields: Mapping[str, Any]) -> Body:
    """The record that `body` becomes when `fields` are set (None clears). Raises BadInput with every fault.

    What names a record may be its id or its name, and must be there; dates get their offset, a new figure its bounds.
    """
    if any(name in fields and fields[name] != body[name] for name in ("type", "id")):
        raise BadInput("a record's type and id never change", "Void it and record another.")
    given = {name: value for name, value in fields.items() if name not in ("type", "id") and value is not None}
    wanted = {name: value for name, value in body.items() if name not in fields or name in ("type", "id")}
    wanted |= _resolved(appender, body, given)
    dates(wanted, appender.zone)
    _figure(appender, body, wanted)
    problems = check_record(wanted)
    if problems:
        raise BadInput(f"the edited {body['type']} would not be valid", "Nothing was changed.", problems)
    return wanted


def _resolved(appender: Appender, body: Body, given: Mapping[str, Any]) -> Body:
    record_type = str(body["type"])
    if not given:
        return {}
    here = Place()
    faults = [fault for fault in check_item(record_type, {"id": body["id"], **given}, here) if fault.code != "missing"]
    if faults:
        raise BadInput(f"the edited {record_type} would not be valid", "Nothing was changed.", faults)
    node = expand(record_type, given, here)
    if node.children or node.key is not None:
        raise BadInput("notes, tags and other records are not edited here", "Use annotate, attribute, ask or assess.")
    node.fields["id"] = body["id"]
    recorder = Recorder(appender, Mode.IMPORT, body.get("story"))
    draft = Draft(node)
    recorder.names.prefetch(named(draft))
    recorder.resolver.resolve(draft)
    if not draft.refused:
        recorder.resolver.nested(draft)
    if recorder.resolver.problems:
        raise BadInput(
            f"the edited {record_type} would not be valid", "Nothing was changed.", recorder.resolver.problems
        )
    return {name: draft.body[name] for name in given if name in draft.body}


def _figure(appender: Appender, body: Body, wanted: Body) -> None:
    """Give a figure whose words changed the bounds they mean; bounds that were the old words' are dropped."""
    answer, old = wanted.get("answer"), body.get("answer", {})
    if not isinstance(answer, dict) or not isinstance(answer.get("figure"), str) or answer == old:
        return
    if answer["figure"] != old.get("figure"):
        answer = {name: value for name, value in answer.items() if name not in DERIVED or value != old.get(name)}
        if "low" not in answer and "high" not in answer:
            answer.pop("grammar", None)
    question = appender.states.body(wanted["question"]) if isinstance(wanted.get("question"), str) else {}
    try:
        wanted["answer"] = figure(answer, question.get("unit"))
    except FigureError as error:
        raise BadInput(str(error), "Nothing was changed.") from None
