"""Easiest first, fairly across sides (domain.md 6.3). Pure."""
