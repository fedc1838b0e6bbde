"""Which script a text is in, and conversion between scripts."""
