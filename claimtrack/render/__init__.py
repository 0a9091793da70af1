"""Rows to text: one file per format and per report section. Never opens a file."""
