"""claimtrack: a ledger of who said what, on whose authority, with what evidence."""

__version__ = "0.1.0"
