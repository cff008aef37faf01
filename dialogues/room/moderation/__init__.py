"""Conducting the talk: holding, rephrasing, slow mode, rounds, pauses asked for by two sides, search."""
