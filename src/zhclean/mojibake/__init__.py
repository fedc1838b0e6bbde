"""Text decoded with the wrong codec, and escapes left as text."""
