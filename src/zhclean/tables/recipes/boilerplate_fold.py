"""Rebuild tables/boilerplate_fold.tsv: Traditional forms of the characters in boilerplate.tsv."""

from __future__ import annotations

from pathlib import Path

import opencc

HERE = Path(__file__).resolve().parent.parent
HEADER = """\
# title: Traditional characters and the Simplified ones that boilerplate.tsv writes for them
# source: OpenCC TSCharacters, through the t2s converter
# licence: Apache-2.0
# recipe: recipes/boilerplate_fold.py
# rows: {rows}
"""


def main() -> None:
    """Write the table."""
    wanted = {
        character
        for line in (HERE / "boilerplate.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for character in line.split("\t")[2]
    }
    convert = opencc.OpenCC("t2s").convert
    rows = []
    for code in range(0x4E00, 0xA000):
        character = chr(code)
        folded = convert(character)
        if folded != character and folded in wanted:
            rows.append(f"{character}\t{folded}\n")
    text = HEADER.format(rows=len(rows)) + "".join(rows)
    (HERE / "boilerplate_fold.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
