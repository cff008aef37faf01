"""The observer of lines: captures only lengths and times, and tries to name which line sits behind which mask."""
