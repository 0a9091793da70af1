"""One record as a page for people: a claim with everything said of it, or the fields of any other record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimtrack.domain.english import plural, to_minute
from claimtrack.queries.records import RecordPage
from claimtrack.queries.views import Assertion, Claim
from claimtrack.render.report.wording import answer_words, attached_facts, name_list, status_words
from claimtrack.render.sentence import label_note, sentence, words_line
from claimtrack.render.terminal.width import shown, wrapped

ID_LENGTH = 10
LONGEST_FIELD = 400
"""Characters of a field beyond which only its length is given."""
CHECKS = {
    "exact": "they stand so in the stored text",
    "elsewhere": "they stand elsewhere in the stored text than recorded",
    "missing": "NOT FOUND in the stored text",
    "no-text": "not checked: no text of the document is stored",
}


def record_lines(page: RecordPage, *, width: int) -> Iterator[str]:
    """The page as lines, safe to show, at most `width` columns where words allow."""
    yield f"{page.type} {page.id}" + ("" if page.state == "live" else f" [{page.state}]")
    if page.item is None:
        yield from wrapped(shown(page.label), width)
        yield f"{page.state} since {to_minute(page.last_at)} by {shown(page.by)}; recorded {to_minute(page.first_at)}"
        return
    if page.claim is not None and page.assertion is None:
        yield from _claim(page, page.claim, width)
    elif page.claim is not None:
        yield from _assertions(page, page.claim, width)
    else:
        yield from _fields(page.item, page.names, width)
    changed = "" if page.last_at == page.first_at else f", last changed {to_minute(page.last_at)} by {shown(page.by)}"
    yield f"recorded {to_minute(page.first_at)}{changed or f' by {shown(page.by)}'}"


def sentences(page: RecordPage) -> list[str]:
    """Each attribution of the page as one sentence; none for a record that is neither claim nor assertion."""
    return [sentence(row.attribution) for row in _rows(page, page.claim)] if page.claim is not None else []


def _rows(page: RecordPage, claim: Claim) -> list[Assertion]:
    return [row for row in claim.assertions if page.assertion in (None, row.id)]


def _claim(page: RecordPage, claim: Claim, width: int) -> Iterator[str]:
    yield from wrapped(shown(claim.text), width)
    yield from wrapped(status_words(claim), width)
    counts = (
        plural(claim.support.documents, "document"),
        plural(claim.support.outlets, "outlet"),
        claim.support.origins,
    )
    through = [f"through {name_list(claim.support.carriers)}"] if claim.support.carriers else []
    support = ", ".join([*counts, *through])
    facts = {
        "kind": claim.kind + (", an allegation" if claim.allegation else ""),
        "about": name_list(claim.about),
        "question": shown(claim.question) if claim.question is not None else "",
        "answer": answer_words(claim.answer) if claim.answer is not None else "",
        "rests on": support if claim.assertions else "",
    }
    yield from _facts([*((name, text) for name, text in facts.items() if text), *_attached(claim)], width)
    yield ""
    yield from _assertions(page, claim, width)
    for dispute in page.disagreements:
        others = " / ".join(shown(position.words) for position in dispute.positions)
        state = "" if dispute.state == "open" else f" [{dispute.state}]"
        words = f"{dispute.strength} disagreement, {dispute.kind}: {others}{state} [{dispute.id[:ID_LENGTH]}]"
        yield from wrapped(words, width)
    for flag in page.flags:
        yield from wrapped(f"{flag.severity} {flag.code}: {shown(flag.fact)} {shown(flag.next_step)}", width)
    if page.disagreements or page.flags:
        yield ""


def _assertions(page: RecordPage, claim: Claim, width: int) -> Iterator[str]:
    if page.assertion is not None:
        yield from wrapped(f"of the claim: {shown(claim.text)} [{claim.id[:ID_LENGTH]}]", width)
        yield ""
    told: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[str]] = {}
    """What is said of an assertion -> the ids of those of which it is said: of a joint statement, one for each."""
    for row in _rows(page, claim):
        words = sentence(row.attribution, brief=page.assertion is None)
        alone = "" if row.attribution.joint else row.id
        told.setdefault((alone, words, tuple(_assertion_facts(page, row))), []).append(row.id)
    for (_, words, facts), ids in told.items():
        yield from wrapped(words, width, first="- ")
        yield from (f"  {line}" for line in _facts([*facts, ("id", ", ".join(ids))], width - 2))
        yield ""
    if not claim.assertions:
        yield "Nobody is recorded as saying it."
        yield ""


def _assertion_facts(page: RecordPage, row: Assertion) -> Iterator[tuple[str, str]]:
    words = words_line(row.attribution)
    if words:
        yield "words", f"{words}; {CHECKS.get(row.check.result, row.check.result)}{_place(page, row)}"
    if note := label_note(row.attribution):
        yield "label", note
    if row.document is not None:
        state = f", {row.document_state}" if row.document_state is not None else ""
        yield "document", f"{shown(page.names.get(row.document, ''))} [{row.document[:ID_LENGTH]}]{state}"
    if not row.counts and row.attribution.stance != "withdraws":
        yield "standing", "it does not count for or against the claim"
    yield from _attached(row)


def _place(page: RecordPage, row: Assertion) -> str:
    """The page or the time of the recording at which the words stand, where the document has such."""
    item = page.item or {}
    quotes = [one.get("quote", {}) for one in item.get("assertions", [item]) if one.get("id") == row.id]
    name, _, value = str(quotes[0].get("fragment", "") if quotes else "").partition("=")
    return f", {'page' if name == 'page' else 'second'} {shown(value)}" if name in ("page", "t") and value else ""


def _attached(row: Claim | Assertion) -> Iterator[tuple[str, str]]:
    return ((name.lower(), text) for name, text in attached_facts(row))


def _facts(facts: list[tuple[str, str]], width: int) -> Iterator[str]:
    room = max((len(name) for name, _ in facts), default=0)
    for name, text in facts:
        yield from wrapped(text, width, first=f"{name:<{room}}  ")


def _fields(item: Mapping[str, Any], called: Mapping[str, str], width: int) -> Iterator[str]:
    """The fields of an item in their order, the records nested in it below them."""
    if fragments := item.get("fragments"):
        ends = [fragments[0]["fragment"], fragments[-1]["fragment"]]
        item = {**item, "fragments": f"{len(fragments):,}, {ends[0]} to {ends[1]}"}
    nested = {name for name, value in item.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
    flat = {name: value for name, value in item.items() if name != "id" and name not in nested}
    yield from _facts([(name.replace("_", " "), _value(value, called)) for name, value in flat.items()], width)
    for name in (name for name in item if name in nested):
        yield f"{name.replace('_', ' ')}:"
        for nested_item in item[name]:
            yield from wrapped(_value(nested_item, called), width, first="  - ")


def _value(value: Any, called: Mapping[str, str]) -> str:
    """A value on one line: records by what they are called, yes and no for truth, the length alone of long text."""
    if isinstance(value, dict):
        return "; ".join(f"{name.replace('_', ' ')}: {_value(part, called)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(_value(part, called) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if text in called:
        return f"{shown(called[text])} [{text[:ID_LENGTH]}]"
    return f"{len(text):,} characters ('show --json' gives them)" if len(text) > LONGEST_FIELD else shown(text)
