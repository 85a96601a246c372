"""The screens of a case, by what they are for: its page and verbs, and who may see it."""
