"""The published rules of packages, as pure functions."""
