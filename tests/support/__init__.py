"""What several tests share: the tree of files, and a PostgreSQL server of their own."""
