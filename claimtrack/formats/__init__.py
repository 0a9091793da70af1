"""Bytes to flat records and back, strictly: JSON, JSON Lines, bundles, the ledger format. Owns jsonschema."""
