"""Tests of holding a draft against the ledger."""
