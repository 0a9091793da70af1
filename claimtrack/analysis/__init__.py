"""Origins, disagreements and status: SQL building blocks, and Python for what SQL could not settle."""
