"""The rules for the ledger, one file each, in the order in which their flags are shown. Nothing else is here."""

from claimtrack.rules.ledger import (
    concurrent_edit,
    copy_not_compared,
    label_not_the_speakers,
    no_evidence_given,
    no_reply_sought,
    nobody_named,
    not_the_same_count,
    one_origin_only,
    only_one_side_counts,
    quote_not_in_text,
    quoteless_twin,
    restricted_in_output,
    ring_of_bodies,
    untraced,
    unverified,
    verdict_without_evidence,
    void_and_edited,
    word_quoted_and_adopted,
)
from claimtrack.rules.rule import LedgerRule

LEDGER_RULES: tuple[LedgerRule, ...] = (
    restricted_in_output.RULE,
    quote_not_in_text.RULE,
    no_reply_sought.RULE,
    nobody_named.RULE,
    untraced.RULE,
    no_evidence_given.RULE,
    label_not_the_speakers.RULE,
    word_quoted_and_adopted.RULE,
    not_the_same_count.RULE,
    only_one_side_counts.RULE,
    verdict_without_evidence.RULE,
    concurrent_edit.RULE,
    void_and_edited.RULE,
    ring_of_bodies.RULE,
    one_origin_only.RULE,
    copy_not_compared.RULE,
    quoteless_twin.RULE,
    unverified.RULE,
)
"""Every rule of the ledger."""
