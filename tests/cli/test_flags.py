"""`flags`: what is found alike is told once, wherever it is found."""

from claimtrack.cli.commands import findings
from claimtrack.rules.rule import Flag


def _flag(record: str, fact: str) -> Flag:
    return Flag(record, "claim", fact, "Ask.", "group", code="a-rule", severity="warning")


def _told(*flags: Flag) -> list[str]:
    return [line.strip() for line in findings._lines(flags, {}, colored=False)]


def test_a_fact_is_told_once_though_another_stands_between() -> None:
    """With the records that it is found on below it; one that is found once stands below its record."""
    nobody = "Nobody was asked."
    found = _told(_flag("aaaa", nobody), _flag("bbbb", "It is denied."), _flag("cccc", nobody))
    assert found == [
        "! warning  a-rule  (3)",
        *(nobody, "aaaa  claim", "cccc  claim", "bbbb  claim", "It is denied."),
        *("-> Ask.", ""),
    ]


def test_of_many_the_first_are_told() -> None:
    """Of each fact, and of facts."""
    found = _told(*(_flag(f"a{n:03}", "Nobody was asked.") for n in range(12)), _flag("bbbb", "It is denied."))
    assert found.count("Nobody was asked.") == 1
    assert found.index("and 2 more: claimtrack flags --select a-rule --json") < found.index("bbbb  claim")
    found = _told(*(_flag(f"a{n:03}", f"Fact {n}.") for n in range(12)))
    assert found[-3:] == ["and 2 more: claimtrack flags --select a-rule --json", "-> Ask.", ""]
