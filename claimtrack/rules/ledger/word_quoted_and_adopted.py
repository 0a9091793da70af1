"""An outlet puts a word in quote marks in one place and uses it as its own in another.

What it flags: a label that one outlet gives as somebody else's word (quoted, or alone in quote marks)
and elsewhere in the same story in its own voice. Synonyms of the question count as one word.

Why it matters: the reader cannot tell whether the outlet stands behind the word. Often it was
adopted without anybody deciding to.

Example: a headline has the "rebels" in quote marks, the third paragraph has rebels without them.

What to do: Decide whose word it is, and treat it alike throughout.
"""

from claimtrack.analysis.scope import READ_AS, ClaimScope
from claimtrack.domain.text import safe, shorten
from claimtrack.rules.rule import Flag, ResultRow, rule, selecting

SELECT = """SELECT outlet, word, MIN(answer) AS answer,
       MIN(CASE WHEN adopted = 1 THEN assertion END) AS adopted,
       MIN(CASE WHEN adopted = 0 THEN assertion END) AS quoted,
       MIN(CASE WHEN adopted = 1 THEN claim END) AS claim
FROM worded GROUP BY outlet, word, story HAVING MIN(adopted) <> MAX(adopted)
ORDER BY outlet, word, MIN(assertion)"""


def _ctes(scope: ClaimScope) -> tuple[str, ...]:
    return (
        scope.cte(),
        READ_AS,
        """worded AS (
  SELECT s.story, COALESCE(n.canonical, d.publisher) AS outlet, COALESCE(y.word, c.answer_key) AS word,
         c.answer, s.claim, a.id AS assertion, CASE WHEN a.label_words = 'own' THEN 1 ELSE 0 END AS adopted
  FROM scope s CROSS JOIN assertion a CROSS JOIN claim c CROSS JOIN document d
  LEFT JOIN read_as q ON q.id = c.question
  LEFT JOIN synonym y ON y.question = COALESCE(q.canonical, c.question) AND y.key = c.answer_key
  LEFT JOIN canonical_source n ON n.source = d.publisher AND n.newest = 1
  WHERE s.answer_kind = 'label' AND a.claim = s.claim AND a.label_words IN ('own', 'quoted', 'scare')
    AND c.id = s.claim AND d.id = a.document AND d.publisher IS NOT NULL
)""",
    )


def _flag(row: ResultRow) -> Flag:
    label = safe(shorten(row.answer, 60))
    fact = f"The outlet uses “{label}” in its own voice here and gives it as somebody else's word elsewhere."
    step = "Decide whose word it is, and treat it alike throughout."
    return Flag(row.adopted, "assertion", fact, step, "one word, two ways", (row.quoted, row.claim, row.outlet))


RULE = rule(__name__, __doc__, "warning", selecting(SELECT, _flag, _ctes))
