"""What may not be shown: which records and which parts of others, and reading without it. Nothing here writes."""
