"""The rules for drafts: each a file with a complete manual, listed once; no code is that of a rule for the ledger."""

import pytest

from claimtrack.checking.draft_check import DraftRule
from claimtrack.checking.rules import ALL_DRAFT_RULES, DRAFT_RULES
from claimtrack.domain.vocabulary import SEVERITIES
from claimtrack.errors import BadInput
from claimtrack.rules.ledger import LEDGER_RULES
from claimtrack.rules.rule import SECTIONS, choose
from tests.support.tree import PACKAGE

FOLDER = PACKAGE / "checking" / "rules"


def test_every_file_is_listed_once() -> None:
    """One file, one rule, one place in the tuple; ten for a draft, and one for a published piece."""
    files = sorted(path.stem.replace("_", "-") for path in FOLDER.glob("*.py") if path.stem != "__init__")
    assert sorted(rule.code for rule in ALL_DRAFT_RULES) == files
    assert len(DRAFT_RULES) == 11
    assert [rule.code for rule in ALL_DRAFT_RULES if rule not in DRAFT_RULES] == ["since-published"]


@pytest.mark.parametrize("rule", ALL_DRAFT_RULES, ids=lambda rule: rule.code)
def test_every_manual_is_complete(rule: DraftRule) -> None:
    """A first line, then what it flags, why it matters, an example, and what to do."""
    assert rule.title
    assert tuple(rule.sections) == SECTIONS
    assert all(len(text) > 20 and text[-1] in ".?`" for text in rule.sections.values())
    assert rule.severity in SEVERITIES


def test_codes_are_told_apart() -> None:
    """`claimtrack rule CODE` knows the rules of both sorts: no code is in both."""
    codes = [rule.code for rule in (*LEDGER_RULES, *ALL_DRAFT_RULES)]
    assert len(codes) == len(set(codes))


def test_rules_are_chosen() -> None:
    """By code, with the nearest shown for one there is not."""
    assert choose(DRAFT_RULES) == DRAFT_RULES
    chosen = choose(DRAFT_RULES, ["hedge-dropped", "label-adopted"], ["label-adopted"])
    assert [rule.code for rule in chosen] == ["hedge-dropped"]
    with pytest.raises(BadInput, match="there is no kind of finding 'hedge-droped'") as refused:
        choose(DRAFT_RULES, ["hedge-droped"], noun="kind of finding")
    assert refused.value.todo == "Did you mean hedge-dropped? 'claimtrack rule' lists them."
