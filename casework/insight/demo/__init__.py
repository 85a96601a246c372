"""Fictional offices and people, and eight weeks of their life, played through the public verbs."""
