"""The words of the field: vocabularies, figures, dates, ids, canonical JSON. Needs no database and no schema."""
