"""Rows of what was said: claims and assertions."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from claimtrack.domain.text import key, key_hash, name_fold
from claimtrack.ledger.core import FOREVER
from claimtrack.ledger.rows.common import (
    Body,
    Context,
    Rows,
    earliest,
    latest,
)


def thousandths(text: str | None, rounding: str) -> int | None:
    """A decimal string in thousandths, rounded outward; None for None; kept within 64 bits."""
    if text is None:
        return None
    scaled = int((Decimal(text) * 1000).to_integral_value(rounding=rounding))
    return max(-FOREVER, min(FOREVER, scaled))


ANSWER_NAMES = ("figure", "label", "text", "when", "where", "yes_no")


def answer_words(answer: Body) -> tuple[str | None, str | None]:
    """An answer's kind (its field) and its words as written ("yes" or "no" for yes_no).

    (None, None) when there is none.
    """
    for name in ANSWER_NAMES:
        if name in answer:
            value = answer[name]
            return name, ("yes" if value else "no") if isinstance(value, bool) else value
    return None, None


def claim_rows(body: Body, context: Context) -> Rows:
    """The rows of a claim."""
    answer: Body = body.get("answer", {})
    kind, words = answer_words(answer)
    figure = kind == "figure"
    high = answer.get("high")
    dated = answer.get("for_date") or (answer.get("when") if kind == "when" else None)
    row = (
        body["id"],
        body.get("story"),
        body["text"],
        body["kind"],
        body.get("question"),
        int(body.get("allegation", False)),
        kind,
        words,
        None if words is None or figure else key(words),
        answer.get("low"),
        high,
        thousandths(answer.get("low"), ROUND_FLOOR),
        (FOREVER if high is None else thousandths(high, ROUND_CEILING)) if figure and "low" in answer else None,
        int(answer.get("low_open", False)),
        int(answer.get("high_open", False)),
        int(answer.get("approximate", False)),
        int(answer.get("vague", False)),
        answer.get("unit"),
        answer.get("counting"),
        answer.get("scope"),
        answer.get("for_date"),
        earliest(dated, context.zone),
        latest(dated, context.zone),
    )
    return {
        "claim": [row],
        "name": [(body["id"], "claim", key_hash(name_fold(body["text"])), "name", body.get("story"))],
        "claim_about": [(body["id"], source) for source in dict.fromkeys(body.get("about", ()))],
    }


def assertion_rows(body: Body, context: Context) -> Rows:
    """The rows of an assertion."""
    chain = body["chain"]
    first = chain[0]
    quote = body.get("quote")
    said = first.get("said")
    row = (
        body["id"],
        body["claim"],
        body.get("document"),
        body["stance"],
        first.get("source"),
        first["naming"],
        first.get("basis", "not-stated"),
        first.get("hedge"),
        len(chain),
        chain[-1].get("source") if len(chain) > 1 else None,
        body.get("quote_kind", "indirect"),
        body.get("label_words"),
        int(quote is not None),
        quote.get("start") if quote is not None else None,
        said,
        earliest(said, context.zone),
        latest(said, context.zone),
        body.get("release"),
        earliest(body.get("until"), context.zone),
        body.get("joint"),
        body.get("continues"),
    )
    hops = []
    for pos, hop in enumerate(chain):
        caveats = hop.get("caveats", ())
        hops.append(
            (
                body["id"],
                pos,
                hop.get("source"),
                hop["naming"],
                hop.get("basis", "not-stated"),
                hop.get("hedge"),
                hop.get("described_as"),
                int("could-not-verify" in caveats),
                int("seen-by-carrier" in caveats),
                int("translated" in caveats),
            )
        )
    given = [(body["id"], kind) for kind in dict.fromkeys(body.get("evidence_given", ()))]
    return {"assertion": [row], "hop": hops, "evidence_given": given}
