"""Rebuild tables/familiar.txt from tables/plausibility.txt: the Han and Hangul that genuine text is full of.

Usage: python familiar.py < plausibility.txt > familiar.txt
"""

from __future__ import annotations

import sys

MOST = 17
BLOCKS = (("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uac00", "\ud7a3"))
HEADER = """\
# title: familiar Han and Hangul, by the bits they cost
# source: plausibility.txt
# licence: CC BY-SA 4.0, as the table it is derived from; see NOTICE
# recipe: recipes/familiar.py
# columns: cost in bits, characters of that cost
# rows: {rows}
"""


def main() -> None:
    """Read the plausibility table, print one row for each cost."""
    rows: dict[int, list[str]] = {}
    for line in sys.stdin:
        c, _, rest = line.rstrip("\n").partition("\t")
        if rest and len(c) == 1 and any(a <= c <= b for a, b in BLOCKS):
            cost = int(rest.partition("\t")[0])
            if cost <= MOST:
                rows.setdefault(cost, []).append(c)
    print(HEADER.format(rows=len(rows)), end="")
    for cost in sorted(rows):
        print(f"{cost}\t{''.join(sorted(rows[cost]))}")


if __name__ == "__main__":
    main()
