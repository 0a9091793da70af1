"""Files of other programs as text."""
