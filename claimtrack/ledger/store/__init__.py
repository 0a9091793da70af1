"""The database underneath: engines, dialects, tables, migrations, backups. Knows nothing of claims."""
