"""ClaimReview of schema.org: fact-checks as their publishers mark them up, in JSON-LD, in pages, and from searches.

A review becomes a claim; an assertion of the claimant at every appearance; a document, the fact-check; evidence, the
rating in the reviewer's words; and an assessment, where those words are a verdict. All that is left of it is in
`foreign` of the evidence (of what it says of the claim itself: of the assertion), and comes out again from there.

What is written keeps to the narrow form that fact-checkers' tools check (dates without a time, one author, no further
members). The rest stands in `itemReviewed.subjectOf`, a review of the same thing that is laid over the narrow one when
it is read.
"""

from claimtrack.formats.claim_review.reader import read
from claimtrack.formats.claim_review.writer import write

__all__ = ["read", "write"]
