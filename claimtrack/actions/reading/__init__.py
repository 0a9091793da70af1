"""Reading an article into a ledger: proposals, decisions on them, and recording what was accepted. No screen."""
