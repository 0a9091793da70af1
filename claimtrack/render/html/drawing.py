"""What pictures are drawn with: how wide words are, scales of figures and days, who cites whom, layers of a graph."""
