"""The projection: query tables made from the entries, with every version of their rows. Nothing is decided here."""
