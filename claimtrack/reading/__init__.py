"""Reading an article: who said what, in which words, through whom. What it gives are proposals; a person decides.

The way a text takes (`reader.read`):

1. `documents`: the text of a file of another program; `input`: what a reader sees of text, Markdown or HTML.
2. `sentences`, and `layout`: its headline, bylines, captions and other parts.
3. `syntax`: its sentences as units of tokens, the verbs in them that report (`cues`), their subjects and complements.
4. `attribution`: what on the surface attributes: which words name the source, which report, which are reported. Of an
   e-mail or a transcript also what nobody is said to say (`letter`, `labelled_speech`).
5. `mentions`: the names in it, and the sources that phrases, roles and pronouns mean.
6. `chain`: through whom the words of each attribution came, from who said them first outward.
7. `proposer`: what the ledger would record of each, by `fields`: kind, figure, label, basis, the claim in words.
8. `own_voice`: the figures that the outlet gives itself; `denials`, `same_counts`: what proposals tell of others.

The words of English that this rests on are the lists in `word_lists/en`.
"""
