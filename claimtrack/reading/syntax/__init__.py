"""The structure of a sentence round its verbs: subjects, complements, ends of clauses. Makes no attribution of them."""
