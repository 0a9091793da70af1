"""Reading an article into a ledger: what is offered for recording, what it would come to, and what was decided."""
