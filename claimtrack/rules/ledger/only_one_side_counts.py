"""All the figures for a question come from one side.

What it flags: a question about a figure to which every answer comes from sources of one and the same
side of the story.

Why it matters: sides count their own losses and the other's differently. When only one of them
counts, whoever it leaves out is not in the figures.

Example: the authorities give the number of policemen killed and of rioters killed; nobody else has
counted.

What to do: Ask the other side, or somebody of neither (hospitals, monitors), for a count of their
own; until then say whose count it is.
"""

from collections.abc import Iterator

from sqlalchemy.engine import Connection

from claimtrack.analysis.disagreements.answers import asked_ctes, load_together
from claimtrack.analysis.origins import AFFIRMED, discounted_cte
from claimtrack.analysis.paths import source_facts
from claimtrack.analysis.scope import ClaimScope, composed, fetch
from claimtrack.domain.english import plural
from claimtrack.domain.text import safe, shorten
from claimtrack.ledger.store.dialect import chunks
from claimtrack.rules.rule import Flag, rule

SELECT = f"""SELECT p.question FROM replies p CROSS JOIN assertion a
LEFT JOIN party ON party.source = a.origin
WHERE p.answer_kind = 'figure' AND a.claim = p.claim AND a.{AFFIRMED}
  AND EXISTS (SELECT 1 FROM party) AND a.id NOT IN (SELECT assertion FROM discounted)
GROUP BY p.question HAVING COUNT(*) = COUNT(party.source) ORDER BY p.question"""

PARTY = """party AS (
  SELECT s.source FROM side s
  UNION
  SELECT o.source FROM side s
  LEFT JOIN canonical_source n ON n.source = s.source AND n.newest = 1
  JOIN canonical_source o ON o.top_body = COALESCE(n.top_body, s.source)
    OR o.canonical = COALESCE(n.canonical, s.source)
)"""


def _find(conn: Connection, scope: ClaimScope) -> Iterator[Flag]:
    rows = fetch(conn, composed((*asked_ctes(scope), discounted_cte(ClaimScope()), PARTY), SELECT), scope.params)
    if not rows:
        return
    around = source_facts(conn)
    names = around.side_names()
    for loaded in chunks(load_together(conn, [row.question for row in rows])):
        around.learn_claims(conn, [answer.claim for question in loaded for answer in question.answers])
        for question in loaded:
            voices = [assertion for answer in question.answers for assertion in answer.assertions]
            sides = [around.side_keys(assertion) for assertion in voices]
            shared = frozenset.intersection(*sides) if sides else frozenset()
            if shared and question.kind == "figure":
                side, count = safe(shorten(names[min(shared)], 40)), len(question.answers)
                come = "comes" if count == 1 else "come"
                fact = f"Only one side counts: {plural(count, 'figure')} here {come} from {side}."
                step = "Ask the other side, or somebody of neither, for a count; until then say whose it is."
                yield Flag(
                    question.id,
                    "question",
                    fact,
                    step,
                    "one side counts",
                    tuple(sorted({assertion.canonical for assertion in voices if assertion.canonical})),
                )


# Any record of a side may change what a side is called.
RULE = rule(__name__, __doc__, "warning", _find, cached=True, anew_on=["side"])
