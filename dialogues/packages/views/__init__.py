"""Doors to packages: the finder for facilitators, what is on the table for participants."""
