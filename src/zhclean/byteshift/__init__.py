"""Find-and-replace over GBK bytes: its simulation and its inverse."""
