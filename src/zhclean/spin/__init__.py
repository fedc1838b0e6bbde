"""What un-spinning needs: the lexicon, the scanner, the language model, the decoder."""
