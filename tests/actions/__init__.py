"""The library's verbs, as a program calls them."""
