"""What the words of a source suggest: how it is named, and of which kind it is."""

import pytest

from claimtrack.domain.naming import kind_of_words, name_in_a_sentence, naming_of


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


def test_a_name_in_a_sentence() -> None:
    """Who is only described has an article, where nothing else tells how; a code name has none, nor do several."""
    told = {
        "official": "an official",
        "lawyer for the owner of the Orsa works": "a lawyer for the owner of the Orsa works",
        "fire chief": "the fire chief",
        "Harbour Board": "the Harbour Board",
        "fisher K": "fisher K",
        "officials": "officials",
        "officials for the mayor": "officials for the mayor",
        "lawyer for the miners": "a lawyer for the miners",
        "her lawyer": "her lawyer",
        "another guard": "another guard",
        "lomar92": "lomar92",
        "police": "police",
        "Ines Vau": "Ines Vau",
    }
    assert {name: name_in_a_sentence(name) for name in told} == told
    assert name_in_a_sentence("harbour crew", "group") == "harbour crew"
    assert name_in_a_sentence("official", naming="named") == "official"
