"""The ledger: one way in, nothing lost. Entries and changes are the truth.

The query tables are a projection of them.
"""
