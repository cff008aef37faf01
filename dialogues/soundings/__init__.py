"""Constituency soundings: how far people outside the dialogue could go along. So far its published arithmetic alone."""
