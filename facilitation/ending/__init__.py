"""The end: words that are destroyed in time, a dialogue that closes, a key that dies, and a certificate to show."""
