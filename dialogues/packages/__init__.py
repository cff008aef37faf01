"""Packages: one option for each agenda item, made by trading what the sides value differently (domain.md 6.8)."""
