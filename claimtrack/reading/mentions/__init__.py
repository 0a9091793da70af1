"""Who is meant: names, roles, pronouns and the source a phrase stands for. What they said belongs elsewhere."""
