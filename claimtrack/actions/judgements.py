"""What people add to claims and attributions: notes, tags, evidence, requests, verdicts, ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from claimtrack.actions.claims import HERE
from claimtrack.domain.ids import is_id
from claimtrack.domain.text import key, tidy
from claimtrack.domain.urls import is_web_url
from claimtrack.errors import BadInput, NeedsPerson
from claimtrack.ledger import lookup
from claimtrack.ledger.change import Change
from claimtrack.ledger.database import LedgerDatabase, Written
from claimtrack.ledger.write.identity import natural_id
from claimtrack.ledger.write.write_context import Outcome
from claimtrack.schema.nesting import expand


def annotate(
    ledger: LedgerDatabase,
    records: Sequence[str],
    *,
    by: str,
    notes: Sequence[str] = (),
    tags: Sequence[str] = (),
    untag: Sequence[str] = (),
    evidence: Sequence[tuple[str, str]] = (),
    details: Mapping[str, Any] | None = None,
    why: str | None = None,
) -> Written[Outcome]:
    """Add notes, tags and evidence to records, and take tags off. `evidence` holds (bearing, URL or words)."""

    def action(change: Change) -> Outcome:
        items: list[tuple[str, dict[str, Any]]] = []
        for record in records:
            for tag in (natural_id({"type": "tag", "target": record, "name": name}) for name in tags):
                known = change.appender.states.get(tag)
                if known is not None and known.state == "void":  # taken off before: the same one is put on
                    change.restore(tag)
            items += [("note", {"target": record, "text": note}) for note in notes]
            items += [("tag", {"target": record, "name": tag}) for tag in tags]
            for bearing, what in evidence:
                item = {"target": record, "bearing": bearing, "url" if is_web_url(what) else "text": what}
                items.append(("evidence", {**item, **(details or {})}))
        outcome = change.record([new for record_type, item in items for new in expand(record_type, item, HERE)])
        wanted = {key(tag) for tag in untag}
        found = lookup.children(change.conn, "tag", "target", records) if wanted else {}
        taken = [tag["id"] for tags_of in found.values() for tag in tags_of if key(tag["name"]) in wanted]
        if wanted and not taken:
            raise BadInput(f"none of these records is tagged {', '.join(untag)}", "")
        for tag in taken:
            change.void(tag)
        return outcome

    return ledger.write(action, by=by, kind="annotate", why=why)


def ask(
    ledger: LedgerDatabase, target: str, fields: Mapping[str, Any], *, by: str, why: str | None = None
) -> Written[Outcome]:
    """Record a request for reply or evidence, or the answer to one already recorded (same claim, source and day)."""

    def action(change: Change) -> Outcome:
        item = {name: value for name, value in fields.items() if value is not None}
        known = _open_request(change, target, item)
        if known is not None:
            item["id"] = known
        elif "on" not in item and "answered_on" not in item:  # when they were asked who answered is not known
            item["on"] = change.at
        return change.record(expand("request", {"target": target, **item}, HERE))

    return ledger.write(action, by=by, kind="ask", why=why)


def _open_request(change: Change, target: str, item: dict[str, Any]) -> str | None:
    """The pending request this answers: to the same source about the same record, of the day if one is given."""
    requests = lookup.children(change.conn, "request", "target", [target]).get(target, [])
    asked = [r for r in requests if r["asked"] == item["asked"] and item.get("on") in (None, r.get("on"))]
    if "outcome" not in item or not asked:
        return None
    waiting = [request for request in asked if request.get("outcome", "pending") == "pending"]
    if len(waiting) > 1:
        fits = [f"{one['id']}  asked {one.get('on', 'on an unknown day')}" for one in waiting]
        raise NeedsPerson("several requests to this source still wait for an answer", "Say which with --on DATE.", fits)
    same_day = [request for request in asked if "on" in item]
    return str((waiting or same_day)[0]["id"]) if waiting or same_day else None


def assess(
    ledger: LedgerDatabase,
    target: str,
    verdict: str,
    *,
    by: str,
    why: str,
    evidence: Sequence[str] = (),
    credibility: int | None = None,
    again: bool = False,
) -> Written[Outcome]:
    """Append a verdict on a claim or an assertion, dated now.

    `evidence` holds ids or their beginnings; a URL or words that describe it become evidence of the target: against it
    for `refuted`, else for it. What repeats in everything the last verdict of the same person is that one, and nothing
    is written, unless `again`.
    """

    def action(change: Change) -> Outcome:
        item: dict[str, Any] = {"target": target, "verdict": verdict, "why": why, "by": by, "on": change.at}
        if evidence:
            item["evidence"] = [_evidence(change, target, verdict, piece) for piece in evidence]
        if credibility is not None:
            item["credibility"] = credibility
        if not again:
            _date_as_the_last(change, "assessment", "target", item)
        return change.record(expand("assessment", item, HERE))

    return ledger.write(action, by=by, kind="assess", why=why)


def _date_as_the_last(change: Change, record_type: str, column: str, item: dict[str, Any]) -> None:
    """Give an assessment or rating the instant of that person's last one, when it says the same: then it is that one.

    So a command that is repeated, because nobody knows whether it was done, does not append twice.
    """
    known = lookup.children(change.conn, record_type, column, [item[column]]).get(item[column], [])
    topic = key(item.get("topic", ""))
    own = [body for body in known if body.get("by") == item["by"] and key(body.get("topic", "")) == topic]
    last = max(own, key=lambda body: str(body.get("on", "")), default=None)
    if last is not None and "on" in last and _said(last) == _said(item):
        item.update(on=last["on"], why=last["why"])


def _said(body: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an assessment or rating says, for comparison."""
    judgement = body.get("verdict") or body.get("letter")
    return judgement, tidy(body["why"]), body.get("credibility"), frozenset(body.get("evidence", ()))


def _evidence(change: Change, target: str, verdict: str, piece: str) -> str:
    """The id of a piece of evidence, which is recorded when `piece` is no record's."""
    try:
        return lookup.match(change.conn, piece, ("evidence",)).id
    except BadInput:
        if is_id(piece):
            raise
    bearing = "refutes" if verdict == "refuted" else "supports"
    item = {"target": target, "bearing": bearing, "url" if is_web_url(piece) else "text": piece}
    made = change.record(expand("evidence", item, HERE)).top_level_ids[-1]
    assert made is not None
    return made


def compare(ledger: LedgerDatabase, claims: tuple[str, str], verdict: str, *, by: str, why: str) -> Written[str]:
    """Record whether two claims (ids) say the same: `verdict` is same, different or unsure. The comparison's id.

    Neither claim is altered. A pair has one comparison: another verdict on it is a new version of that. Raises BadInput
    for a claim and itself.
    """
    if claims[0] == claims[1]:
        raise BadInput("this is one claim, not two", "Name another to compare it with.")
    item = {"claims": sorted(claims), "verdict": verdict, "why": why, "by": by}
    comparison = natural_id({"type": "comparison", **item})

    def action(change: Change) -> str:
        known = change.appender.states.get(comparison)
        if known is None:
            change.record(expand("comparison", {**item, "on": change.at}, HERE))
            return comparison
        if known.state == "void":
            change.restore(comparison)
        if any((known.body or {}).get(name) != item[name] for name in item):
            change.edit(comparison, {**item, "on": change.at})
        return comparison

    return ledger.write(action, by=by, kind="compare", why=why)


def rate(
    ledger: LedgerDatabase,
    source: str,
    letter: str,
    *,
    by: str,
    why: str,
    topic: str | None = None,
    again: bool = False,
) -> Written[Outcome]:
    """Append a rating of a source, dated now; as with `assess`, what repeats the last one is that one."""

    def action(change: Change) -> Outcome:
        item: dict[str, Any] = {"source": source, "letter": letter, "why": why, "by": by, "on": change.at}
        if topic:
            item["topic"] = topic
        if not again:
            _date_as_the_last(change, "rating", "source", item)
        return change.record(expand("rating", item, HERE))

    return ledger.write(action, by=by, kind="rate", why=why)
