"""Whole files and ledgers in and out: import, export, merge. Bytes and their spelling belong in `formats`."""
