"""The ledger: an append-only history of records, and the query tables made from it. Judgement belongs in `analysis`.

- A *record* is one thing that was recorded: a claim, an assertion, a source, ... with an id that never changes.
- An *entry* is one whole version of one record; it names by digest the versions that it replaces. No entry is changed.
- A *head* of a record is a version that nothing replaces: one, or several after concurrent edits. The digest of the
  last change is the head of the ledger.
- A *change* is what one transaction wrote: its entries, who, when and why, chained by digest to the change before.
- The *projection* is the set of query tables filled from the entries: disposable, and always in step with them.
"""
