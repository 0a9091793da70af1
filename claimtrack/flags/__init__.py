"""Flags: what needs a person's attention, found by rules, each a fact and a next step."""
