"""The verbs, one module a noun group. What several of them share is in the folder above."""
