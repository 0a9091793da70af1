"""Positions that cannot all stand, one module a kind of reason. What people see of them belongs in `queries`."""
