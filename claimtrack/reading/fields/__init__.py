"""What a passage says beside its words: figure, label, basis, kind, occasion, quotation. One module a field."""
