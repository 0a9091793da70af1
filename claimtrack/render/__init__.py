"""Views to text for people and machines. Decides nothing, reads no database and opens no file."""
