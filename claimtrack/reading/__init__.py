"""Reading an article: who said what, in which words, through whom. What it gives are proposals; a person decides.

The way a text takes (`reader.read`):

1. `segment`, `domain.quotes`, `layout`: its sentences, quotations, and parts that are no running text.
2. `find`: attributions on the surface (`found.Found`): which words name the source, which report, which are reported.
3. `names` (`capitals`, `titles`, `kinds`): the persons, bodies, states and outlets it names, with their offices.
4. `chain`: through whom the words came. `nesting` tells what is said inside what, `joint` parts joint
   sources, `phrase` takes a source phrase apart, and `ear` tells whom it means (`office`, `pronoun`) by what
   `who.Memory` heard so far; `plausible` refuses what cannot speak.
5. `enrich`: one proposal or two (`split`) of each, with `acts`, `kind`, `label`, `quantity`, `basis`, `proof`,
   `saying`, `quoted`, `hops` and `wording`.

The words of a language are lists in its folder (`language`).
"""
