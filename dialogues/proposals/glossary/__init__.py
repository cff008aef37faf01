"""The glossary of a dialogue: what its terms are called in each language, what they mean, and which stay open on purpose."""
