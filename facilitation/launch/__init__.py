"""What `./run` does: start, test, check, and commands against a running house."""
