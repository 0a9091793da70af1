"""The query tables made from the entries: rows, source bodies, search, as-of views. Nothing is decided here."""
