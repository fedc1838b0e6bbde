"""Data files with provenance, read lazily."""
