"""Reading an article: who said what, in which words, through whom. What it gives are proposals; a person decides."""
