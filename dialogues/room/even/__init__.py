"""Even traffic: every line of the room carries one frame of a fixed size at a fixed tick, whatever its owner does."""
