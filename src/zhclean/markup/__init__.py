"""HTML documents and stray tags in running text."""
