"""Bytes to items and back, one module a format. Knows no ledger: names are resolved in `ledger.write`."""
