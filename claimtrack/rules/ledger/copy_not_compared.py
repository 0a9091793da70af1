"""A copy of a document was not compared with its original.

What it flags: a document with a repost, translation, excerpt or other copy that nobody recorded as
compared with the original.

Why it matters: copies lose captions, corrections and whole paragraphs, and translations change
words. What was read in a copy may not be in the original.

Example: a wire story was read on a portal that cuts it after six paragraphs.

What to do: Compare the two and record it on the copy (`compared`), or cite the original alone.
"""

from claimtrack.domain.english import plural
from claimtrack.rules.rule import Flag, ResultRow, rule, selecting_concerned

COLUMNS = "t.id, t.copies, t.copies_uncompared"


def _flag(row: ResultRow) -> Flag:
    was, it = ("was", "it") if row.copies_uncompared == 1 else ("were", "them")
    fact = f"{row.copies_uncompared} of {plural(row.copies, 'copy', 'copies')} {was} not compared with the original."
    step = f"Compare {it} and record that, or cite the original alone."
    return Flag(row.id, "document", fact, step, "not compared")


RULE = rule(
    __name__, __doc__, "notice", selecting_concerned(COLUMNS, "document", "id", "t.copies_uncompared > 0", _flag)
)
