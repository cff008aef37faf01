"""A yes/no question to one side: the verdict goes to that side and the facilitators, and to nobody else (domain.md 7.4)."""
