"""Disagreements: positions that cannot all stand, a module for each kind of reason. `queries` shows them."""
