"""Views: frozen rows that people and programs read of a ledger. Nothing here writes or makes text."""
