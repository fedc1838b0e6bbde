"""Rebuild tables/script_uncertain.tsv: conversions that a person may want to look at.

Run: python uncertain_characters.py CORPUS_FOLDER > tables/script_uncertain.tsv

Genuine text of Taiwan is made Simplified and converted back. A Simplified character with a
conversion that was wrong in at least 3 % of its places, 8 places and 3 errors or more, is uncertain.
These are one in fifteen of the places where a character has several conversions, and hold most of
the errors. Differences of style (boundary_phrases.STYLE) are no errors. By hand: the few
characters that leave a doubt on the way to Simplified.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import boundary_phrases as bp
from script_characters import dictionary

from zhclean.script.conversion import convert

BY_HAND = {
    ("乾", "干"): ("乾",),
    ("著", "着"): ("著",),
    ("徵", "征"): ("徵",),
    ("鍾", "钟"): ("锺",),
}
# Found, but by one name or one spelling in the texts.
RARE = frozenset("寀祇榦幷汎哩滙")
CHANCE = frozenset("溪俊搜勋坐托岳台梁")


def main(folder: Path) -> None:
    """Print the table."""
    several = {c: v for c, v in dictionary("STCharacters").items() if len(v) > 1}
    total: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for original in bp.texts(folder, bp.TRADITIONAL):
        simplified = bp.tw2s(original)
        back = convert(simplified, "s2tw+")
        if not len(back) == len(simplified) == len(original):
            continue
        for s, b, o in zip(simplified, back, original, strict=True):
            if s in several:
                total[s, b] += 1
                wrong[s, b] += b != o and not bp.style(b, o)
    found = {
        key: (
            tuple(
                dict.fromkeys(
                    f for f in map(bp.t2tw, several[key[0]]) if f != key[1] and f not in RARE
                )
            ),
            f"{wrong[key] / n:.2f}",
        )
        for key, n in total.items()
        if n >= 8 and wrong[key] >= 3 and wrong[key] >= 0.03 * n and key[0] not in CHANCE
    }
    found |= {key: (others, "hand") for key, others in BY_HAND.items()}
    print("# title: conversions of characters that are often wrong, and what else they may be")
    print("# source: counts in genuine text of Taiwan (DRCD and others, see NOTICE); few by hand")
    print("# licence: Apache-2.0; facts only, no text")
    print("# recipe: recipes/uncertain_characters.py")
    print(f"# rows: {len(found)} (character and its conversion, others, share of errors)")
    for key in sorted(found):
        others, share = found[key]
        print("".join(key), "".join(others), share, sep="\t")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
