"""Something off the record or embargoed, or a source that may not be named.

What it flags: a sentence that says what the ledger has only from off-record or embargoed assertions, a quotation out of
one, and the name of a source that is confidential or known from nothing else, or that said on background, and nowhere
else, what the sentence gives to it.

Why it matters: an agreement with a source would be broken, and somebody may be in danger.

Example: an adviser told it on the stairs, off the record; the draft quotes “one adviser”.

What to do: Take it out, or agree with the source on what may be used, and record that.
"""

from collections.abc import Iterator

from claimtrack.checking.claim_match import ClaimMatch
from claimtrack.checking.draft_check import DraftCheck
from claimtrack.checking.words import word_keys
from claimtrack.rules.rule import DraftFinding, rule


def _find(check: DraftCheck) -> Iterator[DraftFinding]:
    for match in check.all_matches:
        if match.claim.restricted and not _is_open_but_for_its_figure(check, match):
            fact = "The ledger has this only off the record or under an embargo."
            step = "Take it out, or agree with the source on what may be used, and record that."
            yield check.finding(match.start, match.end, fact, step, match.claim)
    yield from _names(check)
    yield from _on_background(check)
    yield from _quotations(check)


def _is_open_but_for_its_figure(check: DraftCheck, match: ClaimMatch) -> bool:
    """Whether a sentence does not give the figure of a claim, and an open claim has what else it says."""
    if match.claim.figure is None or (match.figures and match.agrees):
        return False
    return any(
        one.sentence is match.sentence and one.start < match.end and match.start < one.end for one in check.matches
    )


def _names(check: DraftCheck) -> Iterator[DraftFinding]:
    seen: set[tuple[str, int]] = set()
    for mention in (mention for sentence in check.draft.sentences for mention in sentence.mentions):
        hidden = [source for source in sorted(mention.sources) if check.speakers.sources[source].name_hidden]
        if len(hidden) == len(mention.sources) and (hidden[0], mention.start) not in seen:
            seen.add((hidden[0], mention.start))
            fact = "This source may not be named: it is confidential, or known only off the record."
            step = "Take the name out, or agree with the source on how it may be described."
            yield check.finding(mention.start, mention.end, fact, step, related=(hidden[0],))


def _on_background(check: DraftCheck) -> Iterator[DraftFinding]:
    """The names of those to whom a claim is given that they told on background alone."""
    seen: set[tuple[str, int]] = set()
    for match in (match for match in check.matches if match.agrees):
        openly = {one.origin for one in match.claim.assertions if one.described is None}
        unnamed = {one.origin: one.described for one in match.claim.assertions if one.origin not in openly}
        named = frozenset[str]().union(*(one.speaker.named for one in match.attributions if one.speaker is not None))
        for mention in match.sentence.mentions:
            for source in sorted(mention.sources & named & unnamed.keys()):
                if not check.speakers.sources[source].name_hidden and (source, mention.start) not in seen:
                    seen.add((source, mention.start))
                    fact = "This source spoke on background here, and may not be named."
                    step = f"Write “{unnamed[source]}”, or agree with the source on how it may be described."
                    yield check.finding(mention.start, mention.end, fact, step, match.claim, related=(source,))


def _quotations(check: DraftCheck) -> Iterator[DraftFinding]:
    for start, end in check.draft.reading.quotations if check.restricted_words else ():
        claim = check.restricted_words.claim_of(word_keys(check.draft.text[start:end]))
        if claim is not None:
            fact = "These words were said off the record or under an embargo."
            step = "Take them out, or agree with the source on what may be used, and record that."
            yield check.finding(start, end, fact, step, claim)


RULE = rule(__name__, __doc__, "error", _find)
