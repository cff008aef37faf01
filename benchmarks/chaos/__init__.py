"""Chaos: processes are killed, lines are cut, clocks jump, while people talk; afterwards a checker reads everybody's diary."""
