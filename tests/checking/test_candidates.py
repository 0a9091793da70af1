"""Reading only what a draft may be about finds what holding it against everything does."""

import json
import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from claimtrack.actions.drafts import check_drafts
from claimtrack.analysis import cached
from claimtrack.checking import claim_matching, run
from claimtrack.checking.candidates import LedgerWords
from claimtrack.checking.claim_matching import MOST_CLAIMS
from claimtrack.checking.run import Checker, read_draft
from claimtrack.checking.speakers import SpeakerIndex
from claimtrack.checking.words import OF_NUMBERS, is_number_word, split_words, telling_stems, word_keys
from claimtrack.domain.quotes import quotations
from claimtrack.ledger.search import texts_with
from claimtrack.queries import check_data
from claimtrack.queries.check_data import load_check_data, load_checked_sources
from claimtrack.queries.claim_texts import ClaimTexts
from claimtrack.reading.word_lists import words as word_list
from claimtrack.rules.rule import DraftFinding
from tests.checking.support import checker, desk_of, drafts, said, small, stories
from tests.ledger.support import merge
from tests.support.bundle_ledger import Desk
from tests.support.kept_connections import kept_connections
from tests.support.postgres import Databases

SEED = 20


@pytest.fixture(scope="module")
def first_crowd(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ledger of all stories, and of 300 claims that say their words in another order."""
    first, *others = stories()
    desk = desk_of(first, str(tmp_path_factory.mktemp("crowd") / "crowd.db"))
    for story in others:
        held = json.loads((story / "ledger.json").read_text("utf-8"))
        desk.record({name: items for name, items in held.items() if name != "claimtrack"})
    desk.record({"stories": [{"name": "Crowd"}], "claims": list(_shuffled())})
    return desk


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def crowd(request: pytest.FixtureRequest, first_crowd: Desk) -> Iterator[Desk]:
    """That ledger, and one on PostgreSQL that has taken its history over: what is found in it is the same."""
    if request.param == "sqlite":
        yield first_crowd
        return
    databases = Databases(request.getfixturevalue("pg_server"), request.getfixturevalue("pg_template"))
    desk = Desk(databases.new())
    merge(desk.ledger, first_crowd.ledger)
    with kept_connections():
        yield desk
    databases.drop()


def _shuffled() -> Iterator[dict[str, Any]]:
    """Claims of words and numbers of the drafts, six to fifteen in a row, some with half of a quotation."""
    chance = random.Random(SEED)
    texts = [draft.read_text("utf-8") for draft in ALL]
    for number in range(300):
        text = chance.choice(texts)
        words = [text[word.start : word.end] for word in split_words(text)]
        start = chance.randrange(max(1, len(words) - 20))
        some = words[start : start + chance.randrange(6, 15)]
        chance.shuffle(some)
        quoted = [text[one.inner_start : one.inner_end] for one in quotations(text)] or ["nothing at all was said"]
        quote = " ".join(chance.choice(quoted).split()[: chance.randrange(3, 12)])
        assertion = {"chain": [f"Speaker {number % 7}"], **({"quote": {"exact": quote}} if number % 3 == 0 else {})}
        yield {"text": f"{' '.join(some)} ({number})", "assertions": [assertion]}


@pytest.fixture(autouse=True)
def _words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of small ledgers too; and each draft is read once, for what it is held against is not asked then."""
    monkeypatch.setattr(cached, "LEAST", 1)
    monkeypatch.setattr(run, "read", _read_once)


_read_once = cache(run.read)


ALL = [draft for story in stories() for draft in drafts(story)]


@pytest.fixture(scope="module")
def against_all(first_crowd: Desk) -> Checker:
    """A checker of all that the ledger holds."""
    return checker(first_crowd)


@pytest.fixture(scope="module")
def faults_of(against_all: Checker) -> Callable[[Path], list[DraftFinding]]:
    """A function that gives what is found in a draft when it is held against everything, worked out once."""

    @cache
    def faults(draft: Path) -> list[DraftFinding]:
        return against_all.check(against_all.read(draft.name, draft.read_text("utf-8")), restricted=True)

    return faults


every_draft = pytest.mark.parametrize("draft", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")


@every_draft
def test_nothing_is_lost(
    draft: Path,
    crowd: Desk,
    faults_of: Callable[[Path], list[DraftFinding]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of every draft with planted faults, among many claims that sound alike, each text looked up by its words."""
    monkeypatch.setattr(check_data, "MOST_CHARACTERS", 0)
    found = check_drafts(crowd.ledger, [(draft.name, draft.read_text("utf-8"))], restricted=True)
    assert found == faults_of(draft)


@every_draft
@pytest.mark.parametrize("crowd", ["sqlite"], indirect=True)
def test_nor_where_few_texts_are_all_read(
    draft: Path, crowd: Desk, faults_of: Callable[[Path], list[DraftFinding]]
) -> None:
    """What is asked of the database is the same then, but for that look-up: one of the two is enough."""
    found = check_drafts(crowd.ledger, [(draft.name, draft.read_text("utf-8"))], restricted=True)
    assert found == faults_of(draft)


def test_few_claims_are_read_whole(crowd: Desk) -> None:
    """Of a draft of one sentence, those that may have to do with it."""
    now = crowd.ledger.now()
    with crowd.reading() as conn:
        held = LedgerWords(ClaimTexts(conn))
        speakers = SpeakerIndex(load_checked_sources(conn, now))
        wanted = held.wanted(
            ClaimTexts(conn),
            read_draft("a", "The weather was fine, and nobody complained of anything.", None, speakers),
        )
        read = load_check_data(conn, now, None, wanted)
        everything = load_check_data(conn, now)
    restricted = sum(claim.restricted or any(a.restricted for a in claim.assertions) for claim in everything.claims)
    assert len(read.claims) < restricted + len(everything.claims) // 10
    assert read.any_text


def test_the_telling_stems_are_those_of_the_words(against_all: Checker) -> None:
    """Told fast, of the texts of claims and drafts, they are what telling them word by word gives."""
    for text in [claim.text for claim in against_all.data.claims] + [draft.read_text("utf-8") for draft in ALL]:
        told = [word for word in split_words(text) if word.stem and not is_number_word(word.key)]
        told = [word for word in told if word.key not in OF_NUMBERS]
        assert set(telling_stems(text)) == {word.stem for word in told if word.key not in word_list("hearsay_adverbs")}
        assert len(telling_stems(text)) == len(set(telling_stems(text)))


def test_of_many_claims_alike_the_one_with_the_number_is_meant(tmp_path: Path) -> None:
    """Of more claims than a sentence is taken to repeat, which say the same but for a number."""
    claims = [
        {"text": f"Crane {n} of the harbour fell into the water", "assertions": [said("Lena Orr")]}
        for n in range(3 * MOST_CLAIMS)
    ]
    desk = small(str(tmp_path / "cranes.db"), claims)
    last = f"Crane {3 * MOST_CLAIMS - 1} of the harbour fell into the water"
    with desk.reading() as conn:
        held = LedgerWords(ClaimTexts(conn))
        speakers = SpeakerIndex(load_checked_sources(conn, desk.ledger.now()))
        draft = read_draft("a.txt", f"{last}.", None, speakers)
        some = load_check_data(conn, desk.ledger.now(), None, held.wanted(ClaimTexts(conn), draft))
        everything = load_check_data(conn, desk.ledger.now())
    for data, counts in ((some, held.counts), (everything, None)):
        matches = Checker(data, counts=counts).match(draft).matches
        assert len(matches) == MOST_CLAIMS
        assert last in {match.claim.text for match in matches}


def test_a_figure_alone_is_that_of_who_gave_it(tmp_path: Path) -> None:
    """The claim is picked by its source and figure, although the sentence has none of its words."""
    claim = {"text": "About 40 boats sank", "question": "How many boats sank?", "answer": {"figure": "about 40"}}
    denied = {"chain": ["Ivo Brandt"], "document": "https://courier.example/a", "stance": "denies"}
    desk = small(str(tmp_path / "boats.db"), [{**claim, "assertions": [said("Lena Orr"), denied]}])
    draft = "Lena Orr says there were 40."
    found = check_drafts(desk.ledger, [("a.txt", draft)])
    assert [one.claim_text for one in found] == [claim["text"]]
    ready = checker(desk)
    assert found == ready.check(ready.read("a.txt", draft))


def test_restricted_words_near_a_quotation_are_not_told(tmp_path: Path) -> None:
    """Although the draft has none of them, so that nothing else makes their claim one that it may be about."""
    text = (
        "“The crew went home early that evening because the mayor paid them in cash, and nobody watched the gate,” she"
        " said."
    )
    told = {"chain": ["Mila"], "release": "off-record", "quote": {"exact": "the mayor paid them in cash"}}
    desk = small(str(tmp_path / "cash.db"), [{"text": "Money went from hand to hand", "assertions": [told]}], text)
    draft = (
        "“The crew went home early that evening because somebody told a joke, and nobody watched the gate,” she said."
    )
    (found,) = check_drafts(desk.ledger, [("a.txt", draft)])
    assert found.code == "quote-not-verbatim"
    assert "cash" not in found.fact


def test_the_texts_that_may_have_a_quotation(tmp_path: Path) -> None:
    """Those with one of its rarest words, however they are spelled; none where it has no word that any has."""
    desk = small(str(tmp_path / "texts.db"), [], "“Not one rope held,” she said.\nThe naïve keeper slept.")
    with desk.reading() as conn:
        for quotation, there in (
            ("not one rope held", True),
            ("a rope", True),
            ("the NAÏVE keeper", True),
            ("quiet evening", False),
            ("", False),
        ):
            assert bool(texts_with(conn, [word_keys(quotation)])) is there, quotation


def test_other_answers_do_not_crowd_out_the_claim_with_the_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claims that are read for the question they answer are not compared: a draft is about those that were picked."""
    most = 6 * MOST_CLAIMS
    monkeypatch.setattr(claim_matching, "_MOST_POSTINGS", most)
    alike = 16 * MOST_CLAIMS
    claims = [
        {
            "text": f"Lorry {n} carried {1000 + n} crates to the village",
            "question": f"How many crates did convoy {n % 80} carry?",
            "answer": {"figure": str(1000 + n)},
            "assertions": [said("Lena Orr")],
        }
        for n in range(alike)
    ]
    desk = small(str(tmp_path / "lorries.db"), claims)
    now = desk.ledger.now()
    with desk.reading() as conn:
        held = LedgerWords(ClaimTexts(conn))
        speakers = SpeakerIndex(load_checked_sources(conn, now))
        for number in range(0, alike, 27):
            text = f"Lorry {number} carried {1000 + number} crates to the village"
            draft = read_draft("a.txt", f"{text}.", None, speakers)
            some = load_check_data(conn, now, None, held.wanted(ClaimTexts(conn), draft))
            assert len(some.claims) > most
            assert text in {match.claim.text for match in Checker(some, counts=held.counts).match(draft).matches}
