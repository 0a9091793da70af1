"""Entries, the immutable versions of records: their digests, and which version is current. No query tables."""
