"""Characters that old codecs kept in the private use area, and their place in Unicode today.

GB 18030-2000 and GBK put 95 characters of FE50-FEA0 and some of A2, A6, A8 and A9 at U+E76C to
U+E864 until Unicode had them (GB 18030-2022 says where they went). Windows and HKSCS-2001 number
the user-defined areas of Big5 through U+E000 to U+F848.
"""

from __future__ import annotations

import functools

# GB 18030-2005 and -2022, annex: those that Python's codec still reads as private use.
_LATER = {
    0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14,
    0xE792: 0xFE15, 0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19,
    0xE7C7: 0x1E3F, 0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4,
    0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8,
    0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE855: 0x241FE, 0xE864: 0x9FBB,
}  # fmt: skip
# A2E3, A8BF, and A3A0, which pages of old indented by: browsers show a blank too.
_EARLIER = {0xE76C: 0x20AC, 0xE7C8: 0x01F9, 0xE5E5: 0x3000}


def _gb18030() -> dict[int, int]:
    table = {**_LATER, **_EARLIER}
    table.update({0xE7E7 + k: 0x303E if k == 0 else 0x2FEF + k for k in range(13)})
    code = 0xE815
    for trail in (*range(0x50, 0x7F), *range(0x80, 0xA1)):  # FE50-FEA0, in order
        if code not in table:
            table[code] = ord(bytes((0xFE, trail)).decode("gb18030"))
        code += 1
    return table


GB18030 = _gb18030()
"""Private use code point to Unicode's own, for ``str.translate``."""

# First code point, first lead byte: user-defined areas of Big5 in Windows' order.
_AREAS = ((0xE000, 0xFA), (0xE311, 0x8E), (0xEEB8, 0x81))
_ROW = 157


@functools.lru_cache(maxsize=4096)
def hkscs(c: str) -> str | None:
    """Return what HKSCS has where Big5's user-defined area holds ``c``, or None."""
    code = ord(c)
    if 0xF6B1 <= code <= 0xF848:
        row, cell = divmod(code - 0xF6B1 + 63, _ROW)
        lead = 0xC6 + row
    else:
        first, lead = max((a for a in _AREAS if a[0] <= code), default=(0, 0))
        if not first or code > 0xF6B0:
            return None
        row, cell = divmod(code - first, _ROW)
        lead += row
    try:
        found = bytes((lead, 0x40 + cell if cell < 63 else 0xA1 + cell - 63)).decode("big5hkscs")
    except UnicodeDecodeError:
        return None
    return found if not "\ue000" <= found[0] <= "\uf8ff" else None
