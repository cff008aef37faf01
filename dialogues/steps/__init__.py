"""Reciprocal steps: small, announced, verifiable, answered; plans of matched rounds (domain.md 6.9)."""
