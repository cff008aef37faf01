"""Doors to steps: the planner for facilitators, what is proposed, planned and done for participants."""
