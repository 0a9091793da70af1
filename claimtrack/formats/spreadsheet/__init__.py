"""Spreadsheets: tables of other people by a mapping of columns to fields, and claimtrack's own tables, exactly."""
