"""What `import claimtrack` gives: `open` and the ledger, whose methods call `actions`. No rules of its own."""
