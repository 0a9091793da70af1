"""What every rule does alike, whatever it looks at."""

from collections.abc import Iterator

from claimtrack.rules.rule import DraftFinding, Flag, rule

MANUAL = """Words are long.

    What it flags: long words,
    and longer ones.

    Remark: this is no part of a manual.

    What to do: Cut them.
    """


def _find(words: list[str]) -> Iterator[Flag]:
    for word in words:
        yield Flag(word, "claim", "It is long.", "Cut it.", "long", severity="error" if len(word) > 9 else "")


def test_a_rule_signs_its_findings() -> None:
    """With its code, and with its severity where a finding has none of its own; nothing else of them changes."""
    long_words = rule("claimtrack.rules.ledger.long_words", MANUAL, "notice", _find)
    first, second = long_words.findings(["lengthy", "interminable"])
    assert first == Flag("lengthy", "claim", "It is long.", "Cut it.", "long", code="long-words", severity="notice")
    assert (second.code, second.severity, second.record) == ("long-words", "error", "interminable")


def test_a_manual_is_read_by_its_parts() -> None:
    """The first line is the title; only the known parts are parts, each on one line."""
    long_words = rule("long_words", MANUAL, "notice", _find)
    assert long_words.title == "Words are long"
    assert long_words.sections == {"What it flags": "long words, and longer ones.", "What to do": "Cut them."}
    assert rule("empty", None, "notice", _find).sections == {}


def test_fields_stand_in_the_order_in_which_they_are_exported() -> None:
    """JSON gives the fields of a finding in this order: scripts and snapshots rest on it."""
    flag, finding = (" ".join(kind.__dataclass_fields__) for kind in (Flag, DraftFinding))
    assert flag == "code severity record type fact next_step group related allowed"
    assert finding == (
        "code severity file line column end_line end_column passage fact next_step claim claim_text related suggestion"
    )
