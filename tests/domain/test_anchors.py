"""Passages found again in a text that has changed."""

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.domain.anchors import find_again, fragment_at, passage
from claimtrack.domain.text import folded, folded_whole

TEXTS = st.text("ab cd.\n“”", max_size=60)


def quoted(text: str, start: int, end: int) -> dict[str, object]:
    """A quote as a record has it."""
    place = passage(text, start, end)
    return {"exact": place.exact, "prefix": place.prefix, "suffix": place.suffix, "start": start}


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_words_that_stand_in_both_texts(before: str, after: str, new_before: str, new_after: str) -> None:
    """They are found, the same, whatever stands round them now; what is found is in the text."""
    text = f"{before} words xyz {after}"
    found, same = find_again(f"{new_before} words xyz {new_after}", quoted(text, len(before) + 1, len(before) + 10))
    assert same
    assert found is not None
    assert found.exact == "words xyz"


@given(TEXTS, TEXTS)
def test_whatever_is_found_is_a_stretch_of_the_text(old: str, new: str) -> None:
    """With its own neighbours; of empty texts there is none."""
    found, same = find_again(new, quoted(f"{old}ab cd“ef", len(old), len(old) + 8))
    if found is not None:
        assert new[found.start : found.end] == found.exact
        assert found.exact == found.exact.strip()
    assert found is not None or not same


def test_of_several_places_the_one_with_the_same_neighbours() -> None:
    """Though another comes first, or is nearer."""
    text = "Ana said: no. Ben said: no. Cy said: no."
    new = "Ben said: no. Ana said: no. Dee said: no. Cy said: no."
    for start in (10, 24, 37):
        found, same = find_again(new, quoted(text, start, start + 2))
        assert same
        assert found is not None
        assert new[: found.start].endswith(text[start - 8 : start].split(" ", 1)[1])


def test_fragments() -> None:
    """The last that begins at or before an offset."""
    fragments = [{"start": 2, "fragment": "page=1"}, {"start": 5, "fragment": "page=2"}]
    assert [fragment_at(fragments, start) for start in (0, 2, 4, 5, 99)] == [
        None,
        "page=1",
        "page=1",
        "page=2",
        "page=2",
    ]


@given(st.text(alphabet="aÄß “”’-–\u00a0\n\tİ"))
def test_a_whole_text_is_folded_as_its_passages_are(text: str) -> None:
    """At once, for a digest: case, white space, dashes and quote marks tell no two texts apart."""
    assert folded_whole(text) == folded(text)
    assert folded_whole(text.replace("-", "\u00ad-")) == folded(text)
