"""The one way in, for one claim and for a million: items to records to entries. Reading belongs in `ledger.lookup`."""
