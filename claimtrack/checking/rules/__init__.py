"""The rules for drafts, one file each, in the order in which they are listed. What they share is in `checking`."""

from claimtrack.checking.draft_check import DraftRule
from claimtrack.checking.rules import (
    allegation_unanswered,
    attribution_changed,
    attribution_lost,
    caveat_dropped,
    event_changed,
    figure_outside,
    ground_moved,
    hedge_dropped,
    label_adopted,
    quote_not_verbatim,
    restricted_used,
    since_published,
)

DRAFT_RULES: tuple[DraftRule, ...] = (
    restricted_used.RULE,
    quote_not_verbatim.RULE,
    ground_moved.RULE,
    attribution_lost.RULE,
    attribution_changed.RULE,
    figure_outside.RULE,
    event_changed.RULE,
    hedge_dropped.RULE,
    caveat_dropped.RULE,
    label_adopted.RULE,
    allegation_unanswered.RULE,
)
"""The rules for a draft."""

ALL_DRAFT_RULES: tuple[DraftRule, ...] = (*DRAFT_RULES, since_published.RULE)
"""Those, and the rule for a published piece."""
