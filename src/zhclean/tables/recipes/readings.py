"""Rebuild readings.tsv: ``python readings.py > ../readings.tsv`` (needs pypinyin and opencc).

The readings are pypinyin's (MIT), which gathers them from Unihan; the default one comes first.
Rows: characters of GBK that OpenCC's t2s changes, the few unchanged ones that mirrors' tables are
known to hold, and the 3,755 characters of GB 2312 level 1 in either script.
"""

from __future__ import annotations

from collections import Counter

import opencc
import pypinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

ALSO = "著於後裡麽"  # annotated on real pages though t2s keeps 著


def in_use() -> dict[str, Counter[str]]:
    """Count how the phrases that pypinyin knows read each character."""
    counted: dict[str, Counter[str]] = {}
    for phrase, readings in phrases_dict.items():
        for char, (reading, *_) in zip(phrase, readings, strict=False):
            counted.setdefault(char, Counter())[reading] += 1
    return counted


def rows() -> list[tuple[str, str, str, str]]:
    """Return (character, simplified, readings, how many are in use), sorted by code point."""
    used = in_use()
    t2s = opencc.OpenCC("t2s").convert
    found = []
    for code, readings in sorted(pinyin_dict.items()):
        char = chr(code)
        try:
            size = len(char.encode("gbk"))
        except UnicodeEncodeError:
            continue
        if size != 2:
            continue
        simplified = t2s(char)
        first = simplified.encode("gbk", "replace")
        level_1 = len(first) == 2 and 0xB0 <= first[0] <= 0xD7 and first[1] >= 0xA1
        if simplified != char or level_1 or char in ALSO:
            default = pypinyin.pinyin(char, heteronym=False)[0][0]
            every = [default, *(r for r in readings.split(",") if r != default)]
            every = list(dict.fromkeys(every))
            counts = [used.get(simplified, Counter())[reading] for reading in every]
            several = sum(count >= max(2, sum(counts) / 4) for count in counts)
            found.append((char, simplified, ",".join(every), str(max(1, several))))
    return found


def main() -> None:
    """Print the table."""
    table = rows()
    print("# title: Mandarin readings of Han characters, and their Simplified forms")
    print(f"# source: pypinyin {pypinyin.__version__} (from Unihan), opencc t2s")
    print("# licence: MIT (pypinyin), Unicode-3.0 (Unihan), Apache-2.0 (OpenCC)")
    print("# recipe: recipes/readings.py")
    print(
        f"# rows: {len(table)} (character, simplified, readings with the default first, number in use)"
    )
    for row in table:
        print("\t".join(row))


if __name__ == "__main__":
    main()
