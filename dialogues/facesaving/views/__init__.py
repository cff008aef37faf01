"""Doors to face-saving pairs: the facilitators' desk, the sides' pages."""
