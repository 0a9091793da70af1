"""What can be done to a ledger, as typed re-runnable functions: the library API and the transaction boundary."""
