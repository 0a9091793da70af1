"""What an assistant may do with a ledger, over the Model Context Protocol: read what is open, and propose."""
