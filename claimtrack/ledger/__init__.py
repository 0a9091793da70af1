"""The ledger: entries and changes are the truth, tables are made from them. Judgement belongs in `analysis`."""
