"""Criticisms of a text and their answers: nobody owns what is said, everybody reads how it was answered."""
