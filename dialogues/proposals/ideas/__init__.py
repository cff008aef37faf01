"""Unofficial proposals: suggested without an owner, screened, put on the table, taken up by a text or set aside."""
