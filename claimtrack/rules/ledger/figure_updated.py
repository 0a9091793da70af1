"""A later figure updates an earlier one; the two do not conflict.

What it flags: a question with figures of which a later, higher one is an update (a toll that only
rises), or of which one source gave another figure later (a revision).

Why it matters: an earlier figure that is still printed is out of date, though nobody was wrong. Called a
conflict, it would say that two sources contradict each other.

Example: five dead on Monday, seven on Tuesday: an update. The agency's 5,000 on Monday and its
3,000 on Tuesday: a revision.

What to do: Give the later figure; give an earlier one with its day.
"""

from collections.abc import Iterator

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import load_together
from claimtrack.analysis.disagreements.comparison import candidates, updates_of
from claimtrack.analysis.scope import ClaimScope
from claimtrack.domain.english import join_list, with_article
from claimtrack.domain.text import safe, shorten
from claimtrack.rules.rule import Flag, rule


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
    for question in load_together(conn, candidates(conn, scope)):
        updates = updates_of(question) if question.kind == "figure" else []
        if not updates:
            continue
        steps = list(
            dict.fromkeys(
                safe(f"“{shorten(one.earlier.words, 40)}” became “{shorten(one.later.words, 40)}”") for one in updates
            )
        )
        more = f" and {len(steps) - 2:,} more" if len(steps) > 2 else ""
        kinds = join_list(with_article(kind) for kind in sorted({one.kind for one in updates}, reverse=True))
        fact = f"Its figures moved with time, without a conflict ({kinds}): {'; '.join(steps[:2])}{more}."
        step = "Give the later figure; give an earlier one with its day."
        claims = dict.fromkeys(side.claim for one in updates for side in (one.earlier, one.later))
        yield Flag(question.id, "question", fact, step, "figure updated", tuple(claims))


RULE = rule(__name__, __doc__, "notice", _find, cached=True)
