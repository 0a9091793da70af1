"""Queries: what people and programs read of a ledger, as frozen rows. Nothing here writes."""
