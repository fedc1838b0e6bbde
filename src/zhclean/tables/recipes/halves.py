"""The genuine Traditional texts, and which lines of them tables learn from: the rest confirms."""

TRADITIONAL = (
    "debian_reference_zh_tw", "drcd_wiki_tw", "libreoffice_help_zh_TW", "rust_book_tw",
    "taiwan_law_tw",
)  # fmt: skip
LEARNT = slice(0, None, 2)
CONFIRMING = slice(1, None, 2)
