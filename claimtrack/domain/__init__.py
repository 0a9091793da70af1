"""Values of the subject: vocabularies, figures, dates, quotations, ids, canonical JSON. No database, no files."""
