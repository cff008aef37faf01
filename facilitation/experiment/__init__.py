"""Experiments that try to break the promises: the real house, synthetic people, attackers with everything in hand."""
