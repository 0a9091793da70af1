"""Something off the record or embargoed, or a source that may not be named.

What it flags: a sentence that says what the ledger has only from off-record or embargoed assertions, a quotation out of
one, and the name of a source that is confidential or known from nothing else.

Why it matters: an agreement with a source would be broken, and somebody may be in danger.

Example: an adviser told it on the stairs, off the record; the draft quotes “one adviser”.

What to do: Take it out, or agree with the source on what may be used, and record that.
"""

from collections.abc import Iterator

from claimtrack.checking.rule import Case, DraftMatch, kind
from claimtrack.checking.words import split_words


def _find(case: Case) -> Iterator[DraftMatch]:
    for repeat in case.repeats:
        if repeat.holding.restricted:
            yield DraftMatch(
                repeat.start,
                repeat.end,
                "The ledger has this only off the record or under an embargo.",
                "Take it out, or agree with the source on what may be used, and record that.",
                repeat.holding,
            )
    yield from _names(case)
    yield from _quotations(case)


def _names(case: Case) -> Iterator[DraftMatch]:
    seen: set[tuple[str, int]] = set()
    for sentence in case.draft.sentences:
        for mention in sentence.mentions:
            veiled = [one for one in sorted(mention.sources) if case.cast.sources[one].name_hidden]
            if len(veiled) == len(mention.sources) and (veiled[0], mention.start) not in seen:
                seen.add((veiled[0], mention.start))
                yield DraftMatch(
                    mention.start,
                    mention.end,
                    "This source may not be named: it is confidential, or known only off the record.",
                    "Take the name out, or agree with the source on how it may be described.",
                    related=(veiled[0],),
                )


def _quotations(case: Case) -> Iterator[DraftMatch]:
    for start, end in case.draft.reading.quotations if case.closed else ():
        holding = case.closed.holding([word.key for word in split_words(case.draft.text, start, end)])
        if holding is not None:
            yield DraftMatch(
                start,
                end,
                "These words were said off the record or under an embargo.",
                "Take them out, or agree with the source on what may be used, and record that.",
                holding,
            )


KIND = kind(__name__, __doc__, "error", _find)
