"""Notices: “something waits”, without a word of what. An outbox in the database, mail, signed web hooks."""
