"""The immutable truth: entries, their digests, and which version of a record is current. No query tables."""
