"""The rules that find attributions on the surface of a text: one file a construction."""
