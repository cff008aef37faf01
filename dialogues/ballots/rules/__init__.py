"""The published arithmetic of ballots: medians, classes, thresholds. Pure."""
