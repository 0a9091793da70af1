"""What a passage says beside its words: label, basis, kind, occasion, quotation, one module each; figures apart."""
