"""What follows from the records: origins, independence, status, disagreements. SQL first; no text for people."""
