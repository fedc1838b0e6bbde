"""Page furniture: what a line is, and which lines of a document go."""
