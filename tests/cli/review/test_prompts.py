"""What is printed on a card."""

from types import SimpleNamespace
from typing import Any

import pytest

from claimtrack.cli.review.prompts import near_lines
from claimtrack.queries.records import SuggestedClaim


@pytest.mark.parametrize("several", [False, True])
def test_what_is_near_one_of_several_passages_says_which(several: bool) -> None:
    """On a card of several, each claim of the story is listed with the passage that its number would take."""
    passages: list[Any] = [SimpleNamespace(item={"text": text}) for text in ("Two doors were shut", "The wind rose")]
    card: Any = SimpleNamespace(proposed=passages if several else passages[:1])
    near: Any = {1: (passages[0], SuggestedClaim("a" * 24, "Two doors were found locked", (None, None)))}
    first, second = near_lines(near, card, width=100)
    assert ("its passage" in first, "this passage" in first) == (several, not several)
    assert second.endswith("] for “Two doors were shut”" if several else f"[{'a' * 8}]")
