"""The published arithmetic of soundings (domain.md 6.12). Pure."""
