"""The rules that find attributions on the surface of a text, by construction. What they mean: `reading.fields`."""
