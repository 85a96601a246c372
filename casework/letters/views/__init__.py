"""The screens of a letter."""
