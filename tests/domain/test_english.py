"""English made of recorded words: lists, plurals, articles, capitals, quote marks and dates."""

import pytest

from claimtrack.domain.english import (
    capitalized,
    date_words,
    end_sentence,
    join_list,
    lowercase_first,
    named_with_the,
    number_word,
    on_date,
    plural,
    plural_in_words,
    quoted,
    to_minute,
    with_article,
    with_the,
)
from tests.support.effort import grows


@pytest.mark.parametrize(
    ("items", "found"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_lists(items: list[str], found: str) -> None:
    """A comma between all but the last two."""
    assert join_list(iter(items), "or") == found
    assert join_list(items) == found.replace(" or ", " and ")


def test_plurals() -> None:
    """One is singular, none and many are plural; thousands have a comma."""
    assert [plural(count, "claim") for count in (0, 1, 1200)] == ["0 claims", "1 claim", "1,200 claims"]
    assert [plural(count, "reply", "replies") for count in (1, 2)] == ["1 reply", "2 replies"]
    assert [number_word(count) for count in (0, 1, 10, 11, 1200)] == ["no", "one", "ten", "11", "1,200"]
    assert [plural_in_words(count, "figure") for count in (0, 1, 4)] == ["no figures", "one figure", "four figures"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Interior Ministry", "the Interior Ministry"),
        ("Republic of Orsa", "the Republic of Orsa"),
        ("The Police", "The Police"),
        ("Orsa Police", "Orsa Police"),
        ("Coast Guard", "the Coast Guard"),
        ("Orsa Red Cross", "the Orsa Red Cross"),
        ("United Nations", "the United Nations"),
        ("Security Council", "the Security Council"),
        ("Orsa City Council", "Orsa City Council"),
        ("Orsa University", "Orsa University"),
        ("University of Orsa", "the University of Orsa"),
        ("Bank of Orsa", "the Bank of Orsa"),
        ("Ferry Company of the Islands", "the Ferry Company of the Islands"),
        ("Orsa's Police", "Orsa's Police"),
        ("Orsa's Harbour Board", "Orsa's Harbour Board"),
        ("Dockers' Union", "the Dockers' Union"),
        ("Orsa's Dockers' Union", "Orsa's Dockers' Union"),
        ("Orsa Dockers’ Union", "the Orsa Dockers’ Union"),
        ("Women's Institute", "the Women's Institute"),
        ("St James' Trust", "St James' Trust"),
        ("Hill Brigades", "the Hill Brigades"),
        ("Kestria", "Kestria"),
        ("officials", "officials"),
        ("", ""),
    ],
)
def test_bodies_with_an_article(body: str, found: str) -> None:
    """Only what ends in a word for a body has one."""
    assert with_the(body) == found


def test_a_body_is_told_from_a_person_by_the_kind_of_source() -> None:
    """Where it is not known, what may be a surname is taken for one."""
    assert [named_with_the("Peter Trust", kind) for kind in ("person", "organisation", "unknown")] == [
        "Peter Trust",
        "the Peter Trust",
        "Peter Trust",
    ]
    assert named_with_the("Harbour Board") == "the Harbour Board"


def test_words() -> None:
    """Articles, capitals, full stops and quote marks."""
    assert [with_article(noun) for noun in ("claim", "entry")] == ["a claim", "an entry"]
    nouns = ("NHS aide", "NATO aide", "UN aide", "European aide", "Ista aide")
    assert [with_article(noun).split()[0] for noun in nouns] == ["an", "a", "a", "a", "an"]
    for noun in ("union aide", "University clerk", "user", "Ukrainian", "uranium mine", "unilateral act", "one-off"):
        assert with_article(noun) == f"a {noun}"
    for noun in ("unnamed aide", "uninjured man", "umbrella group", "Uncle", "honest man", "hour", "Élysée aide"):
        assert with_article(noun) == f"an {noun}"
    assert [capitalized(text) for text in ("", "dam", "éclair", "the AFP")] == ["", "Dam", "Éclair", "The AFP"]
    assert [end_sentence(text) for text in ("It fell", "It fell.", "Did it?")] == ["It fell.", "It fell.", "Did it?"]
    assert [quoted(text) for text in ("a  b", "a “b”")] == ["“a b”", "‘a “b”’"]
    assert to_minute("2022-01-06T18:00:59.000000Z") == "2022-01-06 18:00 UTC"


@pytest.mark.parametrize(
    ("claim", "inside"),
    [
        ("Fourteen sailors fell", "fourteen sailors fell"),
        ("Twenty-three men fell", "twenty-three men fell"),
        ("“Some 15” men fell", "“some 15” men fell"),
        ("The Kestrian coast was shut", "the Kestrian coast was shut"),
        ("Two Kestrian ships sank", "two Kestrian ships sank"),
        ("Ana Lint fell", "Ana Lint fell"),
        ("Blasting work shook the yard", "blasting work shook the yard"),
        ("Switching off the pumps saved money", "switching off the pumps saved money"),
        ("Beijing sent a ship", "Beijing sent a ship"),
        ("King Street was shut", "King Street was shut"),
    ],
)
def test_the_first_letter(claim: str, inside: str) -> None:
    """Small for words that count, in quote marks too; a name keeps its own."""
    assert lowercase_first(claim) == inside


def test_a_name_that_begins_with_an_ordinary_word() -> None:
    """It keeps its capital, whatever else is known of the word."""
    assert lowercase_first("Port Sael was shut", common=True) == "Port Sael was shut"
    assert lowercase_first("Belding denied it", common=False) == "Belding denied it"
    assert lowercase_first("Port dues were raised", common=True) == "port dues were raised"


@pytest.mark.parametrize(
    ("written", "found", "preposed"),
    [
        ("2033-05-11", "11 May 2033", "on 11 May 2033"),
        ("2033-05", "May 2033", "in May 2033"),
        ("2033", "2033", "in 2033"),
        ("2033-05-11T18:00Z", "11 May 2033, 18:00 UTC", "on 11 May 2033, 18:00 UTC"),
        ("2033-05-11T18:00:30+06:00", "11 May 2033, 18:00 (UTC+06:00)", "on 11 May 2033, 18:00 (UTC+06:00)"),
        ("2033-05-11~", "about 11 May 2033", "on about 11 May 2033"),
        ("2033-05-11?", "11 May 2033 (uncertain)", "on 11 May 2033 (uncertain)"),
        ("2033-05-10/2033-05-11", "10 May 2033 to 11 May 2033", "between 10 May 2033 and 11 May 2033"),
        ("../2033-05-11", "until 11 May 2033", "until 11 May 2033"),
        ("2033-05-11/..", "since 11 May 2033", "since 11 May 2033"),
        ("2033-13-01", "2033-13-01", "on 2033-13-01"),
    ],
)
def test_dates(written: str, found: str, preposed: str) -> None:
    """In English, and as written where there is no plain reading."""
    assert date_words(written) == found
    assert on_date(written) == preposed


def test_a_passage_is_taken_apart_once_for_many_words() -> None:
    """A whole piece is asked with each of its figures."""
    one, other = ("coopers sold boats " * size for size in (30_000, 30_001))
    assert lowercase_first("Coopers sold", one + "again") == "coopers sold"
    many = [f"Coopers{'s' * length} sold" for length in range(60)]
    assert not grows(
        lambda: lowercase_first(many[0], one), lambda: [lowercase_first(word, other) for word in many], 15, 0.1
    )
