"""Doors to secret ballots: participants' pages, the scripts' addresses, the staff's console."""
