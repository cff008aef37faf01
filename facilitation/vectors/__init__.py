"""The published vectors, computed with the product's own functions."""
