"""Items cut out of stored bodies are those that parsing them would give."""

from typing import Any

import pytest

from claimtrack.domain.canonical_json import canonical_text, parse
from claimtrack.ledger.entries.stored import items_of, short

ID, OWNER = "a" * 24, "b" * 24


@pytest.mark.parametrize(
    ("record_type", "link", "fields"),
    [
        ("document", None, {"url": "u"}),
        ("document", None, {"archived": "x"}),
        ("tag", "target", {"name": 'é\n\u2028"target":"x"', "target": OWNER}),
        ("tag", "target", {"target": OWNER}),
        ("tag", "target", {"name": "n", "target": OWNER, "foreign": {"target": "c" * 24}}),
        ("assertion", "claim", {"chain": [{"source": "s"}], "claim": OWNER, "document": "d"}),
        ("assertion", "claim", {"chain": [{"source": "s", "translated": True}], "claim": OWNER}),
        ("rating", "source", {"letter": "A", "source": OWNER, "why": '"id":"x","type":"y",'}),
    ],
    ids=[
        *("all after the type", "all before the id", "a link in a text", "nothing else", "an id of another program"),
        *("a link that many have", "a link that few have", "an id in a text"),
    ],
)
def test_what_is_cut_is_what_is_parsed(record_type: str, link: str | None, fields: dict[str, Any]) -> None:
    """Wherever fields stand, whatever texts hold, and whether a body is shortened or was merged."""
    body = {"id": ID, "type": record_type, **fields}
    whole = canonical_text(body)
    wanted = {name: value for name, value in body.items() if name not in ("type", link)}
    rows = [(ID, whole), (ID, short(whole, ID, record_type))]
    owners, items = items_of(record_type, rows, link)
    assert owners == [OWNER if link else ""] * 2
    assert len(items) == 2
    for item in items:
        assert parse(item) == wanted
        assert next(iter(parse(item))) == "id"
