"""Languages side by side: each translation of a version is checked by one person of every side."""
