"""Decisions kept from one review to the next: what was accepted stays what was seen."""

import json
import stat
from pathlib import Path

import pytest

from claimtrack.actions.reading.article import Article, open_article
from claimtrack.actions.reading.namesakes import known_names
from claimtrack.actions.reading.recording import previews
from claimtrack.actions.reading.review import ACCEPT, REJECT, Review
from claimtrack.cli.review.saved_decisions import SavedDecisions
from claimtrack.ledger.database import LedgerDatabase, open_ledger
from tests.cli.support import Desk
from tests.support import annotated_reader
from tests.support.articles import PIER


@pytest.fixture
def ledger(bare_desk: Desk) -> LedgerDatabase:
    """A ledger in which the piece is stored, and one person is called Ada Police."""
    Path("pier.txt").write_text(PIER, "utf-8")
    bare_desk.ok("document", "add", "pier.txt", "--publisher", "The Courier")
    bare_desk.ok("source", "add", "Ada Police", "--kind", "person")
    return open_ledger(bare_desk.db)


@pytest.fixture
def article(ledger: LedgerDatabase, bare_desk: Desk) -> Article:
    """The piece, read."""
    return open_article(ledger, bare_desk.all("document")[0]["id"], None, annotated_reader.read)


def begun(ledger: LedgerDatabase, article: Article) -> tuple[Review, SavedDecisions]:
    """A review as `read` begins one, from what was kept."""
    saved = SavedDecisions(ledger.id, article.document, database=None)
    review = Review(article, lambda some: previews(ledger, some, by="ana", story=None), saved.read(article))
    for called, name in known_names(article.sources, review.proposed).items():
        review.rename(called, name)
    return review, saved


def decide(review: Review, saved: SavedDecisions, *decisions: str) -> None:
    """Decide cards one after the other, as a face of the review does."""
    for decision in decisions:
        assert review.card is not None
        saved.decided(review.card.proposed, decision)
        review.decide(decision)


def test_what_was_accepted_is_what_was_seen(ledger: LedgerDatabase, article: Article) -> None:
    """Whatever names were known then, or were given afterwards."""
    review, saved = begun(ledger, article)
    decide(review, saved, ACCEPT, ACCEPT, ACCEPT)
    review.rename("Omar Denn", "Omar Dennis")
    saved.renamed("Omar Denn", "Omar Dennis")
    before = review.having(ACCEPT)
    assert [offer.names[0] for offer in before] == ["Omar Denn", "Omar Denn", "Omar Denn", "Ada Police"]
    again, _ = begun(ledger, article)
    assert again.having(ACCEPT) == before
    assert again.having(None)[-1].names == ["Omar Dennis"]


def test_nothing_is_accepted_that_is_read_otherwise_now(ledger: LedgerDatabase, article: Article) -> None:
    """A line that does not say what was accepted accepts nothing."""
    review, saved = begun(ledger, article)
    decide(review, saved, ACCEPT, REJECT)
    lines = [json.loads(line) for line in saved.file.read_text("utf-8").splitlines()]
    bare = [{name: line[name] for name in ("mark", "decision")} for line in lines]
    saved.file.write_text("".join(json.dumps(line) + "\n" for line in bare), "utf-8")
    again, _ = begun(ledger, article)
    assert (len(again.having(ACCEPT)), len(again.having(REJECT))) == (0, 2)


def test_what_was_rejected_at_last_stays_rejected(ledger: LedgerDatabase, article: Article) -> None:
    """Recording drops what was accepted, and not what was accepted first and then rejected."""
    review, saved = begun(ledger, article)
    decide(review, saved, ACCEPT)
    review.back()
    decide(review, saved, REJECT, ACCEPT)
    saved.recorded()
    again, _ = begun(ledger, article)
    assert (len(again.having(ACCEPT)), len(again.having(REJECT))) == (0, 1)


def test_nobody_else_reads_what_is_kept(ledger: LedgerDatabase, article: Article) -> None:
    """It may hold the name of a source that is nobody else's business."""
    review, saved = begun(ledger, article)
    decide(review, saved, REJECT)
    assert stat.S_IMODE(saved.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(saved.file.parent.stat().st_mode) == 0o700
