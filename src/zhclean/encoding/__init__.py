"""Bytes to text: detection, tolerant decoding, and how plausible characters are."""
