"""The database underneath: connections, dialects, tables, migrations, staging. Knows nothing of claims."""
