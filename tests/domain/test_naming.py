"""What the words of a source suggest: how it is named, and of which kind it is."""

import pytest

from claimtrack.domain.naming import kind_of_words, naming_of


@pytest.mark.parametrize(
    ("words", "naming", "kind"),
    [
        ("police", "named", "organisation"),
        ("interior ministry", "named", "organisation"),
        ("ministry of health", "named", "organisation"),
        ("state television", "named", "organisation"),
        ("police spokesman", "role", "person"),
        ("state government official", "role", "person"),
        ("a union leader", "role", "person"),
        ("government sources", "group", "group"),
        ("party leaders", "group", "group"),
        ("spokesmen of the police", "group", "group"),
        ("sources at the ministry", "group", "group"),
        ("official", "role", "person"),
    ],
)
def test_who_speaks_for_an_institution_is_none(words: str, naming: str, kind: str) -> None:
    """An institution is called by its name, also without a capital; those in it are described."""
    assert (naming_of(words), kind_of_words(words)) == (naming, kind)
