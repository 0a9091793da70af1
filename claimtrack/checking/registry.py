"""Every kind of finding that a draft or a published piece can have, for those who list them."""

from claimtrack.checking.kinds import KINDS
from claimtrack.checking.since import KIND as SINCE_PUBLISHED

ALL_KINDS = (*KINDS, SINCE_PUBLISHED)
"""Those of a draft, and the one of `--since-publication`."""
