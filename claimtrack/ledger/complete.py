"""Completing claims and assertions with what their question, their document and the figure grammar tell."""

from __future__ import annotations

from claimtrack.domain.figures import FigureError
from claimtrack.domain.text import tidy
from claimtrack.domain.words import ANSWER_FIELDS
from claimtrack.ledger import fill
from claimtrack.ledger.draft import Draft
from claimtrack.ledger.outcome import Mode
from claimtrack.ledger.resolve import Resolver
from claimtrack.ledger.rows import answer_words
from claimtrack.ledger.states import States


class Completer:
    """Completes the drafts of one change. `notices` collects sentences for the person who wrote them."""

    def __init__(self, states: States, resolver: Resolver, notices: list[str]) -> None:
        self.states = states
        self.fault = resolver.fault
        self.mode = resolver.mode
        self.notices = notices

    def claim(self, draft: Draft) -> None:
        """Fill the bounds of a claim's figure and its kind; an answer that is not what its question asks is a fault."""
        body = draft.body
        answer = body.get("answer")
        question = self.states.body(body["question"]) if isinstance(body.get("question"), str) else {}
        if isinstance(answer, dict):
            kind, _ = answer_words(answer)
            if question and kind is not None and ANSWER_FIELDS[question["answer_kind"]] != kind:
                expected = ANSWER_FIELDS[question["answer_kind"]]
                self.fault(
                    draft,
                    "answer",
                    f"the question asks for a {question['answer_kind']}",
                    kind,
                    f"an answer with {expected!r}",
                )
                return
            if isinstance(answer.get("figure"), str):
                try:
                    body["answer"] = fill.figure(answer, question.get("unit"))
                except FigureError as error:
                    self.fault(draft, "answer/figure", error.why, error.text, error.accepted, "figure")
        if draft.id is None and "kind" not in body:
            body["kind"] = fill.claim_kind(answer if isinstance(answer, dict) else {}, question.get("answer_kind"))

    def assertion(self, draft: Draft) -> None:
        """Fill stance, naming, the quote's place in the text, how words are given; drop the publisher's hop."""
        body = draft.body
        chain = body.get("chain")
        if not isinstance(chain, list) or not all(isinstance(hop, dict) for hop in chain) or not chain:
            self.fault(draft, "chain", "nobody is said to have said it", None, 'a chain such as ["Saule", "AFP"]')
            return
        document = self.states.body(body["document"]) if isinstance(body.get("document"), str) else {}
        if draft.id is not None:
            return
        last = chain[-1]
        if len(chain) > 1 and last.get("source") == document.get("publisher") and set(last) <= {"source"}:
            chain.pop()
        for hop in chain:
            fill.naming(hop, self.states.body(hop["source"]) if isinstance(hop.get("source"), str) else {})
        body.setdefault("stance", "asserts")
        if isinstance(body.get("quote"), dict) and isinstance(body["quote"].get("exact"), str):
            given = dict(body["quote"])
            nth = given.pop("nth", None)
            body["quote"], places = fill.quote(given, document, nth)
            self._hear_of_quote(draft, places, nth, bool(document.get("text")))
        if "quote_kind" not in body:
            body["quote_kind"] = fill.quote_kind(body, document)
        label = self.states.body(body["claim"]).get("answer", {}).get("label")
        if label is not None and "label_words" not in body:
            body["label_words"] = fill.label_words(body, document, label)

    def merge(self, draft: Draft) -> None:
        """Refuse to merge a record with itself."""
        kept = draft.body.get("kept")
        if kept is not None and kept == draft.body.get("merged"):
            self.fault(draft, "merged", "this is the same record as the one to keep", kept, "another record", "self")

    def _hear_of_quote(self, draft: Draft, places: int, nth: int | None, has_text: bool) -> None:
        if not has_text:
            return
        exact = draft.body["quote"]["exact"]
        if nth is not None and places == 0:
            self.fault(
                draft, "quote", f"there is no place number {nth} of these words in the text", exact, "a smaller --nth"
            )
        elif places == 0:
            self.notices.append(f"These words are not in the document's stored text: {tidy(exact)}")
        elif places > 1 and nth is None and "start" not in draft.body["quote"]:
            if self.mode is Mode.ADD:
                self.fault(
                    draft,
                    "quote",
                    f"these words stand in {places} places of the text",
                    exact,
                    "--nth N to say which",
                    "places",
                )
            else:
                self.notices.append(f"These words stand in {places} places, so none is marked: {tidy(exact)}")
