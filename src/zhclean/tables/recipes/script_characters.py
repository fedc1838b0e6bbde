"""Rebuild tables/script_characters.tsv from the dictionaries of an installed opencc.

Run: python src/zhclean/tables/recipes/script_characters.py > src/zhclean/tables/script_characters.tsv

A character is evidence for one script when OpenCC maps it to the other and never to itself, and
when the other side's standard character set does not list it (Big5 level 1, GB 2312): 里, 后 and 干
are good Traditional, 著 and 乾 good Simplified. Forms that only tell regions apart are left out.
The common ones stand in level 1 of their own set and, if Simplified, nowhere in the other's: a
stray 採 in Simplified text is a slip, but 霑 is in somebody's name, as 却 is in old Traditional books.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import opencc

SHARE = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
TOOL = SHARE.parent.parent / "bin" / "opencc_dict"

# In GB 2312 as rare variants, yet never seen in Simplified prose.
RARE_IN_HANS = set("後於菸麴")
# Not to be converted where they stand alone: old forms that Traditional books and Cantonese use,
# and Traditional characters of names.
EITHER = set("却烟凉携荆迹吓响瑶遥摇潜厦强黄庙铺") | set("霑貍")
# Written Cantonese: characters that written Mandarin does not use.
CANTONESE = "嘅咗喺冇嘢啲咁佢哋嚟乜噉嗰啱攞㗎喎嘥掟瞓嬲諗谂揾搵睇咩唔"


def dictionary(name: str) -> dict[str, list[str]]:
    """Dump one of OpenCC's dictionaries: key to candidates, best first."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "dump.txt"
        command = [TOOL, "-i", SHARE / f"{name}.ocd2", "-o", target, "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True)
        rows = target.read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t", 1) for row in rows if "\t" in row and not row.startswith("#"))
    return {key: values.split(" ") for key, values in pairs}


def encodable(c: str, charset: str, below: int = 256) -> bool:
    """Whether ``charset`` has the character, in its rows below the given lead byte."""
    try:
        return c.encode(charset)[0] < below
    except UnicodeError:
        return False


def rows() -> dict[str, str]:
    """The characters of each kind."""
    st, ts = dictionary("STCharacters"), dictionary("TSCharacters")
    tw, hk = dictionary("TWVariants"), dictionary("HKVariants")
    regional = {c for table in (tw, hk) for k, vs in table.items() for c in (k, *vs)}
    hans = {
        c
        for c, values in st.items()
        if "\u3400" <= c <= "\uffff"
        and c not in values
        and c not in regional
        and not encodable(c, "big5", 0xC9)
    }
    hant = {
        c
        for c, values in ts.items()
        if "\u3400" <= c <= "\uffff"
        and c not in values
        and (not encodable(c, "gb2312") or c in RARE_IN_HANS)
    }
    common_hans = {c for c in hans if encodable(c, "gb2312", 0xD8) and not encodable(c, "big5")}
    common_hant = {c for c in hant if encodable(c, "big5", 0xC9)}
    return {
        "cantonese": "".join(sorted(CANTONESE)),
        "hans": "".join(sorted(hans)),
        "hans-common": "".join(sorted(common_hans - EITHER)),
        "hant": "".join(sorted(hant)),
        "hant-common": "".join(sorted(common_hant - EITHER)),
    }


if __name__ == "__main__":
    found = rows()
    print("# title: characters that tell Simplified from Traditional Chinese, and Cantonese")
    print(f"# source: OpenCC {opencc.__version__} (STCharacters, TSCharacters, TWVariants,")
    print("#   HKVariants); Cantonese by hand")
    print("# licence: Apache-2.0")
    print("# recipe: recipes/script_characters.py")
    print(f"# rows: {len(found)} (kind, characters in code point order)")
    for kind, characters in found.items():
        print(f"{kind}\t{characters}")
