"""Face-saving pairs: what each side can say it gained, what all say together, and what is kept confidential (domain.md 6.10)."""
