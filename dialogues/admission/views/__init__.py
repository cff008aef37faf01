"""Doors of admission."""
