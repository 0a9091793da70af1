"""A finished draft held against the ledger: sentences, figures and quotations matched. Its rules: `checking.rules`."""
