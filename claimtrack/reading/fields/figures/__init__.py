"""Figures of a passage: where they stand, what each counts, which a claim is about, and the question it answers."""
