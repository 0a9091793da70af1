"""From options as typed to what the actions take."""

from __future__ import annotations

from typing import Any

from claimtrack.actions.claims import Attribution
from claimtrack.actions.speakers import Speakers
from claimtrack.errors import BadInput

_YES_NO = {"yes": True, "no": False}
_ANSWER_FIELDS = {"time": "when", "place": "where", "yes-no": "yes_no"}


def attribution(options: dict[str, Any], document: str | None) -> Attribution:
    """The attribution that the shared options describe, in `document` (an id or URL, None for none)."""
    goes_on = options["again"] or options["continues"]
    if options["until"] is not None and options["release"] != "embargoed" and not goes_on:
        raise BadInput("--until ends an embargo, and there is none", "Give --release embargoed with it.")
    speakers = Speakers(
        said_by=options["said_by"],
        of=options["of"],
        told=options["told"],
        own=options["own"],
        reportedly=options["reportedly"],
        described=options["described"],
        naming=options["naming"],
        basis=options["basis"],
        hedge=options["hedge"],
        said=options["said"],
        words=options["words"],
        described_as=options["described_as"],
        caveats=options["caveats"],
        role=options["role"],
    )
    return Attribution(
        speakers=speakers,
        document=document,
        again=options["again"],
        continues=options["continues"],
        quote=options["quote"],
        nth=options["nth"],
        quote_kind=options["quote_kind"],
        stance=options["stance"],
        evidence_given=options["evidence_given"],
        occasion=options["occasion"],
        release=options["release"],
        until=options["until"],
        label_words=options["label_words"],
        notes=options["notes"],
        tags=options["tags"],
    )


def answer(options: dict[str, Any], question_kind: str | None) -> dict[str, Any]:
    """The answer that the options describe; {} when they give none. `question_kind` tells what --answer means."""
    given = [name for name in ("figure", "label", "answer") if options[name] is not None]
    if len(given) > 1:
        raise BadInput(
            f"--{given[0]} and --{given[1]} are two answers, and a claim has one", "Record two claims, one for each."
        )
    found: dict[str, Any] = {}
    measured = {name: options[name] for name in ("low", "high", "unit", "counting") if options[name] is not None}
    if options["figure"] is not None:
        found = {"figure": options["figure"], **measured}
    elif measured:
        raise BadInput("--low, --high, --unit and --counting belong to a figure", "Give --figure with the words said.")
    elif options["label"] is not None:
        found["label"] = options["label"]
    elif options["answer"] is not None:
        found.update(_in_words(options["answer"], question_kind or _new_kind(options)))
    for name in ("scope", "for_date"):
        if options[name] is not None:
            if not found:
                raise BadInput("--scope and --for-date belong to an answer", "Give --figure, --label or --answer.")
            found[name] = options[name]
    return found


def _new_kind(options: dict[str, Any]) -> str | None:
    """What a new question asks for as far as its first answer tells: yes and no are no cause."""
    told = options["question"] is not None and options["kind"] is None
    return "yes-no" if told and options["answer"].casefold() in _YES_NO else None


def _in_words(words: str, question_kind: str | None) -> dict[str, Any]:
    name = _ANSWER_FIELDS.get(question_kind or "", "text")
    if name != "yes_no":
        return {name: words}
    if words.casefold() not in _YES_NO:
        raise BadInput(f"the question is answered by yes or no, not by {words!r}", "Give --answer yes or --answer no.")
    return {name: _YES_NO[words.casefold()]}
