"""Measurements: each prints JSON and compares side by side in one run. Never part of the test suite."""
