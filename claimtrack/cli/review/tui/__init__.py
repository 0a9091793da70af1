"""The review on the whole screen: only this imports textual, when it is asked for. No decisions are kept here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.errors import ClaimtrackError

if TYPE_CHECKING:
    from claimtrack.actions.reading.recording import DocumentAdditions
    from claimtrack.actions.reading.review import Review
    from claimtrack.cli.review.saved_decisions import SavedDecisions


def require() -> None:
    """Raise ClaimtrackError when the extra is not installed."""
    try:
        import textual  # noqa: F401
    except ImportError:
        raise ClaimtrackError(
            "the whole screen needs the extra 'tui'", "pip install 'claimtrack[tui]', or leave --tui away."
        ) from None


def run(review: Review, saved: SavedDecisions, document: DocumentAdditions) -> DocumentAdditions | None:
    """Review on the whole screen; what to say of the document where all that was accepted is to be recorded."""
    from claimtrack.cli.review.tui.app import ReadApp

    return ReadApp(review, saved, document).run()
