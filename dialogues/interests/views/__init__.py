"""Doors to the sides' pages and to the mediator's page beside them."""
