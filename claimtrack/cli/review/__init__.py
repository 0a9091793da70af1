"""The review of what was read: keys, cards, saved decisions, end. What was decided is kept by `actions.reading`."""
