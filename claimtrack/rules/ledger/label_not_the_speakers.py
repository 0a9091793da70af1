"""A label is not shown to be the speaker's own word.

What it flags: an assertion of a label that stands in indirect speech: the word is the carrier's, and
nothing shows that the speaker used it.

Why it matters: "terrorists", "rioters", "regime" are choices. To print one as somebody's word when a
reporter chose it puts it in a mouth that did not say it.

Example: "The minister said the terrorists had been beaten back": did he say "terrorists"?

What to do: Find the speaker's own words and quote them, or give the label as the carrier's.
"""

from claimtrack.domain.text import safe, shorten
from claimtrack.rules.rule import Flag, ResultRow, rule, selecting

SELECT = """SELECT a.id AS assertion, s.claim, c.answer
FROM scope s CROSS JOIN assertion a CROSS JOIN claim c
WHERE s.answer_kind = 'label' AND a.claim = s.claim AND c.id = s.claim
  AND a.label_words = 'reported'
  AND a.origin IS NOT NULL AND a.quote_kind <> 'own'
ORDER BY a.id"""


def _flag(row: ResultRow) -> Flag:
    label = safe(shorten(row.answer, 60))
    fact = f"“{label}” stands in indirect speech: the carrier's word, not shown as the speaker's."
    step = "Quote the speaker's own word, or give the label as the carrier's."
    return Flag(row.assertion, "assertion", fact, step, "label in indirect speech", (row.claim,))


RULE = rule(__name__, __doc__, "warning", selecting(SELECT, _flag), cached=True)
