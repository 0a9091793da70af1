"""The kinds: each a file with a complete manual, listed once; no code is that of a rule."""

import pytest

from claimtrack.checking.rule import DraftRule
from claimtrack.checking.rules import DRAFT_RULES
from claimtrack.checking.run import chosen
from claimtrack.checking.since_publication import ALL_DRAFT_RULES
from claimtrack.errors import BadInput
from claimtrack.rules.ledger import LEDGER_RULES
from claimtrack.rules.rule import SECTIONS, SEVERITIES
from tests.support.tree import PACKAGE

FOLDER = PACKAGE / "checking" / "rules"


def test_every_file_is_listed_once() -> None:
    """One file, one kind, one place in the tuple; ten of them."""
    files = sorted(path.stem.replace("_", "-") for path in FOLDER.glob("*.py") if path.stem != "__init__")
    assert sorted(kind.code for kind in DRAFT_RULES) == files
    assert len(files) == 10


@pytest.mark.parametrize("kind", ALL_DRAFT_RULES, ids=lambda kind: kind.code)
def test_every_manual_is_complete(kind: DraftRule) -> None:
    """A first line, then what it flags, why it matters, an example, and what to do."""
    assert kind.title
    assert tuple(kind.sections) == SECTIONS
    assert all(len(told) > 20 and told[-1] in ".?`" for told in kind.sections.values())
    assert kind.severity in SEVERITIES


def test_codes_are_told_apart() -> None:
    """`claimtrack rule CODE` knows rules and kinds: no code is both."""
    codes = [one.code for one in (*LEDGER_RULES, *ALL_DRAFT_RULES)]
    assert len(codes) == len(set(codes))


def test_kinds_are_chosen() -> None:
    """By code, with the nearest shown for one there is not."""
    assert chosen() == DRAFT_RULES
    assert [kind.code for kind in chosen(["hedge-dropped", "label-adopted"], ["label-adopted"])] == ["hedge-dropped"]
    with pytest.raises(BadInput, match="hedge-droped") as refused:
        chosen(["hedge-droped"])
    assert "hedge-dropped" in refused.value.todo
