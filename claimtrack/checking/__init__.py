"""Holding a finished draft against the ledger: what of it the ledger does not bear out, and what to do about it."""
