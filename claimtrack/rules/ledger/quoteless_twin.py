"""An assertion without a quote stands beside the same one with a quote.

What it flags: two assertions of one claim with the same document, stance, speaker and chain, of which
only one gives the words.

Why it matters: it is most likely one assertion recorded twice, and it is counted and printed twice.

Example: a passage recorded in haste from memory, and again with its words an hour later.

What to do: Void the one without the words, after moving its notes.
"""

from claimtrack.rules.rule import Flag, ResultRow, rule, selecting

SELECT = """SELECT a.id, MIN(b.id) AS twin FROM scope s CROSS JOIN assertion a CROSS JOIN assertion b
WHERE a.claim = s.claim AND a.has_quote = 0 AND b.claim = a.claim AND b.has_quote = 1
  AND b.stance = a.stance AND b.hops = a.hops
  AND COALESCE(b.document, b.said, '') = COALESCE(a.document, a.said, '')
  AND COALESCE(b.origin, '') = COALESCE(a.origin, '')
  AND COALESCE(b.carrier, '') = COALESCE(a.carrier, '')
GROUP BY a.id ORDER BY a.id"""


def _flag(row: ResultRow) -> Flag:
    fact = "The same assertion is recorded again with its words."
    step = "Void this one if it is the same passage, after moving its notes."
    return Flag(row.id, "assertion", fact, step, "recorded twice", (row.twin,))


RULE = rule(__name__, __doc__, "notice", selecting(SELECT, _flag), cached=True)
