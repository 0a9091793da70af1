"""The rules: each has its manual, its place in the list, and cases that it flags and leaves alone."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from claimtrack.domain.vocabulary import SEVERITIES
from claimtrack.errors import BadInput
from claimtrack.rules.ledger import LEDGER_RULES, find_flags
from claimtrack.rules.rule import SECTIONS, Flag, LedgerRule, choose
from tests.support.bundle_ledger import Desk, cases
from tests.support.tree import PACKAGE, ROOT

BY_CODE = {rule.code: rule for rule in LEDGER_RULES}
FOLDER = PACKAGE / "rules" / "ledger"


def test_every_file_is_listed_once() -> None:
    """One file, one rule, one place in the tuple."""
    files = sorted(path.stem.replace("_", "-") for path in FOLDER.glob("*.py") if path.stem != "__init__")
    assert sorted(rule.code for rule in LEDGER_RULES) == files


def test_every_rule_has_its_cases() -> None:
    """And no case is without a rule."""
    assert sorted(path.stem for path in cases("rules")) == sorted(BY_CODE)


@pytest.mark.parametrize("rule", LEDGER_RULES, ids=lambda rule: rule.code)
def test_every_manual_is_complete(rule: LedgerRule) -> None:
    """A first line, then what it flags, why it matters, an example, and what to do."""
    assert rule.title
    assert tuple(rule.sections) == SECTIONS
    assert all(len(told) > 20 and told[-1] in ".?" for told in rule.sections.values())
    assert rule.severity in SEVERITIES


@pytest.mark.parametrize("rule", LEDGER_RULES, ids=lambda rule: rule.code)
def test_a_rule_reads_and_never_writes(rule: LedgerRule) -> None:
    """No statement but WITH and SELECT stands in its file."""
    source = (FOLDER / f"{rule.code.replace('-', '_')}.py").read_text("utf-8")
    tree = ast.parse(source)
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    for word in ("INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE ", "LIKE", "lower("):
        assert not any(word in found for found in strings), word


def laid_out(url: str, bundle: dict[str, Any], rows: dict[str, dict[str, str]]) -> Desk:
    """A desk with a bundle in it; `rows` are what merging ledgers would have made of some records."""
    desk = Desk(url)
    desk.record(bundle)

    with desk.ledger._engine.begin() as conn:
        for label, values in rows.items():
            sets = ", ".join(f"{column} = :{column}" for column in values)
            conn.execute(text(f"UPDATE record_history SET {sets} WHERE label = :label"), {"label": label, **values})
    return desk


def told(flag: Flag, labels: dict[str, str], wanted: dict[str, Any]) -> dict[str, Any]:
    """What the case says of a flag, as it was found."""
    about = next((labels[r] for r in flag.related if labels[r] == wanted.get("about")), None)
    values = {
        "record": labels[flag.record],
        "about": about,
        "type": flag.type,
        "severity": flag.severity,
        "fact": wanted["fact"] if wanted["fact"] in flag.fact else flag.fact,
        "group": flag.group,
    }
    return {name: values[name] for name in wanted}


@pytest.mark.parametrize("path", cases("rules"), ids=lambda path: path.stem)
def test_a_case_that_passes(path: Path, db_url: str) -> None:
    """Nothing is flagged by the rule."""
    case = json.loads(path.read_text("utf-8"))
    desk = laid_out(db_url, case["pass"], {})
    with desk.reading() as conn:
        assert find_flags(conn, select=[path.stem], allowed=True) == []


@pytest.mark.parametrize("path", cases("rules"), ids=lambda path: path.stem)
def test_a_case_that_fails(path: Path, db_url: str) -> None:
    """What is expected is flagged, and no more; within its story too; and not once allowed."""
    case = json.loads(path.read_text("utf-8"))
    desk = laid_out(db_url, case["fail"], case.get("rows", {}))
    labels = desk.labels()
    with desk.reading() as conn:
        found = find_flags(conn, select=[path.stem])
        key = lambda flag: (labels[flag.record] if "about" not in case["expect"][0] else "", flag.fact)  # noqa: E731
        shown = sorted(found, key=key)
        expected = case["expect"]
        assert len(shown) == len(expected), shown
        for wanted in expected:
            assert any(told(flag, labels, wanted) == wanted for flag in shown), (wanted, shown)
        assert all(
            flag.fact[0].isprintable() and flag.fact[-1] in ".”" and flag.next_step.endswith(".") and flag.group
            for flag in found
        )
        assert all(flag.code == path.stem and flag.allowed is None for flag in found)
        story = conn.execute(text("SELECT id FROM story")).scalar_one()
        assert find_flags(conn, select=[path.stem], story=story) == found
    if "rows" in case:
        return
    desk.record({"allows": [{"rule": path.stem, "target": flag.record, "why": "the editor knows"} for flag in found]})
    with desk.reading() as conn:
        assert find_flags(conn, select=[path.stem]) == []
        marked = find_flags(conn, select=[path.stem], allowed=True)
    assert [(flag.record, flag.allowed) for flag in marked] == [(flag.record, "the editor knows") for flag in found]


def test_what_another_rule_says_is_not_said_again(sqlite_url: str) -> None:
    """One origin, an outlet alone, nobody: each is flagged once, unless `unverified` is asked for by itself."""
    case = json.loads((ROOT / "tests/cases/status/order.json").read_text("utf-8"))
    desk = laid_out(sqlite_url, case["bundle"], {})
    with desk.reading() as conn:
        labels, found = desk.labels(), find_flags(conn)
        alone = [labels[flag.record] for flag in find_flags(conn, select=["unverified"])]
    codes: dict[str, set[str]] = {label: set() for label in alone}
    for flag in found:
        codes.setdefault(labels[flag.record], set()).add(flag.code)
    assert codes["One origin"] == {"one-origin-only"}
    assert "One origin" in alone
    assert "unverified" in codes["One of two took it back"]  # of which no other rule says so
    assert all(codes[label] for label in alone)


def test_flags_stand_in_order(sqlite_url: str) -> None:
    """The most serious first, then in the order of the rules."""
    desk = Desk(sqlite_url)
    for path in cases("rules"):
        if path.stem in ("unverified", "quote-not-in-text"):
            desk.record(json.loads(path.read_text("utf-8"))["fail"])
    with desk.reading() as conn:
        found = find_flags(conn)
        assert find_flags(conn, ignore=["unverified"]) == [flag for flag in found if flag.code != "unverified"]
    weights = [SEVERITIES.index(flag.severity) for flag in found]
    assert weights == sorted(weights)
    assert {flag.severity for flag in found} == set(SEVERITIES)


def test_unknown_codes_are_refused() -> None:
    """With the nearest one named."""
    with pytest.raises(BadInput, match="'unverifed'") as refused:
        choose(LEDGER_RULES, ["unverifed"])
    assert "unverified" in refused.value.todo
    assert [rule.code for rule in choose(LEDGER_RULES, ["untraced"], ["untraced"])] == []
    assert choose(LEDGER_RULES) == LEDGER_RULES
