"""Dull rows: a factory for each model, a file for each room, traits for what a test is about."""
