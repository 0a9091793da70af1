"""Words that report ("said", "according to"): the lexicon, verb groups and matched cues. No sources, no content."""
