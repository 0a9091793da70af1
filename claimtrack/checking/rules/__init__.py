"""The kinds of finding, one file each, in the order in which they are listed."""

from claimtrack.checking.rules import (
    allegation_unanswered,
    attribution_changed,
    attribution_lost,
    caveat_dropped,
    figure_outside,
    ground_moved,
    hedge_dropped,
    label_adopted,
    quote_not_verbatim,
    restricted_used,
)

DRAFT_RULES = (
    restricted_used.KIND,
    quote_not_verbatim.KIND,
    ground_moved.KIND,
    attribution_lost.KIND,
    attribution_changed.KIND,
    figure_outside.KIND,
    hedge_dropped.KIND,
    caveat_dropped.KIND,
    label_adopted.KIND,
    allegation_unanswered.KIND,
)
"""Every kind."""
