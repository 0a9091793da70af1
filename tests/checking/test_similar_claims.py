"""Claims that say the same: the nearest first, on both databases alike, and nothing restricted among them."""

from claimtrack.actions.lookup import similar_claims
from claimtrack.checking.similar_claims import similar_to_claim, similar_to_text
from claimtrack.ledger.restricted.visibility import hide_restricted
from claimtrack.queries.claim_records import comparisons
from claimtrack.queries.similar import ComparedClaims
from tests.support.bundle_ledger import Desk

SAID = {
    "The blast destroyed the sorting hall": "Rescue service",
    "Sorting hall razed by the explosion": "Radio Vesk",
    "The quarry employs 400": "Company",
    "The company has 380 workers at the quarry": "Company",
    "Rain is expected on Sunday": "Radio Vesk",
}


def _desk(url: str) -> Desk:
    desk = Desk(url)
    claims = [{"text": text, "assertions": [{"chain": [who]}]} for text, who in SAID.items()]
    secret = {"text": "The sorting hall was mined", "assertions": [{"chain": ["A nurse"], "release": "off-record"}]}
    desk.record({"stories": [{"name": "Quarry blast"}], "claims": [*claims, secret]})
    return desk


def test_the_nearest_come_first_and_say_why(db_url: str) -> None:
    """Other forms of a word, and words of one meaning, count; what is restricted is not among them once hidden."""
    desk = _desk(db_url)
    with desk.reading() as conn:
        hide_restricted(conn, desk.ledger.now())
        found = similar_to_text(
            ComparedClaims(conn), "An explosion destroys #SortingHall https://example.org/quarry", limit=10
        )
        assert [row.text for row in found] == list(SAID)[:2]
        assert found[0].words == ("destroyed", "hall", "sorting")
        assert found[0].sources == ("Rescue service",)
        assert similar_to_text(ComparedClaims(conn), "Nothing of the kind", limit=10) == []


def test_what_is_far_behind_the_nearest_is_left_out(sqlite_url: str) -> None:
    """A claim that shares one word with a text, where another shares most; not one that a person compared."""
    desk = _desk(sqlite_url)
    with desk.reading() as conn:
        found = similar_to_text(ComparedClaims(conn), "The company has 380 workers at the quarry on Sunday", limit=10)
        assert [row.text for row in found] == ["The company has 380 workers at the quarry"]
    far, near = desk.claim("Rain is expected on Sunday"), "The company has 380 workers at the quarry"
    assert far not in {row.id for row in similar_claims(desk.ledger, desk.claim(near)).rows}


def test_what_was_judged_different_is_no_measure_for_the_others(sqlite_url: str) -> None:
    """The nearest one that says something else would leave out those that are like it less."""
    desk = _desk(sqlite_url)
    asked, wrong, near = (
        "The old stone bridge fell at Arda",
        "The old stone bridge fell at Dorn",
        "Snow fell on the hills",
    )
    for text in (asked, wrong, near):
        desk.record({"claims": [{"text": text, "assertions": [{"chain": ["Company"]}]}]})
    assert [row.text for row in similar_claims(desk.ledger, desk.claim(asked)).rows] == [wrong]
    desk.record({"comparisons": [{"claims": [asked, wrong], "verdict": "different", "why": "Seen", "by": "desk"}]})
    assert [row.text for row in similar_claims(desk.ledger, desk.claim(asked)).rows] == [near, wrong]


def test_words_that_begin_several_claims_are_a_text(sqlite_url: str) -> None:
    """They name none of them; the id of a claim, its beginning and the whole wording do."""
    desk = _desk(sqlite_url)
    texts = [f"The old bridge fell at {name}" for name in ("Arda", "Brek", "Dorn")]
    for text in texts:
        desk.record({"claims": [{"text": text, "assertions": [{"chain": ["Company"]}]}]})
    assert [row.text for row in similar_claims(desk.ledger, "The old bridge").rows] == texts
    for claim in (texts[0], desk.claim(texts[0]), desk.claim(texts[0])[:12]):
        assert [row.text for row in similar_claims(desk.ledger, claim).rows] == texts[1:]


def test_a_claim_is_not_like_itself(db_url: str) -> None:
    """Its figure and its source count."""
    desk = _desk(db_url)
    with desk.reading() as conn:
        (row,) = similar_to_claim(ComparedClaims(conn), desk.claim("The quarry employs 400"), limit=10)
    assert (row.text, row.same_source) == ("The company has 380 workers at the quarry", True)


def test_what_was_judged_of_two_is_told_of_either(db_url: str) -> None:
    """Those judged different come last, and before the limit cuts; nothing of a claim that is hidden is told."""
    desk = _desk(db_url)
    hall, razed, *_, mined = (*SAID, "The sorting hall was mined")
    for other, verdict in ((razed, "different"), (mined, "same")):
        desk.record({"comparisons": [{"claims": [other, hall], "verdict": verdict, "why": "Seen", "by": "desk"}]})
    with desk.reading() as conn:
        claims = ComparedClaims(conn)
        found = similar_to_claim(claims, desk.claim(hall), limit=10)
        assert [(row.text, row.judged) for row in found] == [
            (mined, "same"),
            (razed, "different"),
        ]
        (near,) = similar_to_claim(claims, desk.claim(razed), limit=1)
        assert near.text == mined, "judged different from the other, which is nearer"
        hide_restricted(conn, desk.ledger.now())
        (shown,) = comparisons(conn, [desk.claim(hall)]).values()
    assert [(one.text, one.why, one.by) for one in shown] == [(razed, "Seen", "desk")]


def test_of_equally_near_ones_the_one_recorded_first_is_first(sqlite_url: str) -> None:
    """Whatever their ids."""
    desk = _desk(sqlite_url)
    texts = [f"The old bridge fell at {name}" for name in ("Arda", "Brek", "Cold Ford", "Dorn", "Eske")]
    for text in texts:
        desk.record({"claims": [{"text": text, "assertions": [{"chain": ["Company"]}]}]})
    with desk.reading() as conn:
        found = [row.text for row in similar_to_text(ComparedClaims(conn), "An old bridge fell", limit=10)]
    assert [text for text in found if "Ford" not in text] == [text for text in texts if "Ford" not in text]
