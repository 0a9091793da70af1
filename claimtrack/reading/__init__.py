"""Reading an article: who said what, in which words, through whom. What it gives are proposals; a person decides.

The way a text takes (`reader.read`):

1. `input`: what a reader sees of a file; `layout`: its headline, bylines, captions and other parts.
2. `attribution`: its sentences as units of tokens, and in them the attributions on the surface: which words name the
   source, which report (`cues`), which are reported.
3. `mentions`: the names in it, and the sources that phrases, roles and pronouns mean.
4. `chain`: through whom the words of each attribution came, from who said them first outward.
5. `fields`: what the ledger records of each: kind, figure, label, basis, evidence, occasion, the claim in words.

The words of English that this rests on are the lists in `en`, read by `word_lists`.
"""
