"""The sealed test of mutual acceptance: one bit out, whatever was answered (domain.md 6.7)."""
