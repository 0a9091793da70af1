"""What can be done to a ledger, as typed functions behind the Python API and the command line. No printing."""
