"""OpenCC, guarded: any ``str`` goes in, only what the configuration means comes out.

Bare OpenCC cuts a text off at NUL, raises on lone surrogates, maps rare characters to code points
that no font shows, and keeps hundreds of megabytes after one large call. It does not pickle and
gives no offsets. Handles are made when first used, once a process, and shared between threads
(OpenCC holds the GIL while it converts).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from .. import tables
from ..edits import Found
from ..errors import OptionValueError
from ..patterns import lazy

if TYPE_CHECKING:
    from pathlib import Path

CONFIGURATIONS = (
    "hk2s", "hk2sp", "hk2t", "jp2t", "s2hk", "s2hkp", "s2t", "s2tw", "s2twp", "t2hk", "t2jp", "t2s",
    "t2tw", "tw2s", "tw2sp", "tw2t",
)  # fmt: skip
BLOCK = 1 << 16
"""Characters that OpenCC is given at once, at most."""

# Compatibility ideographs, which OpenCC would unify first: a pass over the text that few texts need.
_COMPATIBLE = lazy("[\uf900-\ufaff\U0002f800-\U0002fa1f]")


def _holds_compatible(text: str) -> bool:
    """Tell whether a text holds one: by the high bytes of UTF-16, twice as fast as by a class."""
    high = text.encode("utf-16-le", "surrogatepass")[1::2]
    if len(high) == len(text):
        return b"\xf9" in high or b"\xfa" in high
    return _COMPATIBLE().search(text) is not None


_UNSAFE = lazy("([\0\ud800-\udfff]+)")
_BREAK = lazy(r"\n|[^\u3400-\u9fff\U00020000-\U0003ffff]")


def convert(text: str, configuration: str) -> str:
    """Convert ``text`` by one of OpenCC's configurations; NUL and lone surrogates pass through.

    A ``+`` behind the configuration's name asks for the usage that our own table adds.
    """
    handle = _handle(configuration, _holds_compatible(text)).convert
    if configuration.startswith("s2"):  # the first word begins a line: 于先生, as behind a comma
        text = f"\n{text}"
        return _converted(text, handle)[1:]
    return _converted(text, handle)


def _converted(text: str, handle: Any) -> str:
    if len(text) <= BLOCK and "\0" not in text:
        try:
            converted: str = handle(text)
            return converted
        except UnicodeEncodeError:
            pass
    return "".join(_parts(text, handle))


def _parts(text: str, handle: Any) -> Iterator[str]:
    for block in blocks(text):
        if "\0" not in block:
            try:
                yield handle(block)
                continue
            except UnicodeEncodeError:
                pass
        for k, part in enumerate(_UNSAFE().split(block)):
            yield part if k % 2 else handle(part)


def blocks(text: str, size: int = BLOCK) -> Iterator[str]:
    """Cut ``text`` into blocks of at most ``size``, where no word can stand across the cut."""
    at = 0
    while len(text) - at > size:
        cut = text.rfind("\n", at, at + size) + 1
        if cut <= at:  # one huge line: cut behind the last character that is not Chinese
            tail = text[at + size - 1 : max(at, at + size - 4096) : -1]
            m = _BREAK().search(tail)
            cut = at + size - (m.start() if m else 0)
        yield text[at:cut]
        at = cut
    yield text[at:]


@cache
def _handle(configuration: str, compatible: bool = True) -> Any:
    """Load a converter from OpenCC's own configuration file, with changes.

    Dictionaries are named by absolute path, because a configuration elsewhere does not find them;
    those that may give characters without a font are left out.
    """
    import json
    import tempfile
    from pathlib import Path

    import opencc

    share = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    path = share / f"{configuration.rstrip('+')}.json"
    settings = _adapted(json.loads(path.read_text(encoding="utf-8")), share)
    if not compatible:
        settings.pop("normalization", None)
    if "p" not in configuration:
        # Every step matches by the longest phrase itself: to cut the text into the same phrases
        # before costs half of the time. Regional words are not to be found across phrases, though.
        settings.pop("segmentation", None)
    if configuration.startswith("s2"):
        _join(settings, table("script_phrases.tsv"))
        usage = table("script_usage.tsv", "words") if "p" in configuration else {}
        if configuration.endswith("+"):
            usage |= table("script_usage.tsv", "TW" if "tw" in configuration else "HK")
        _lead(settings, usage, -1)
    elif configuration.endswith("+"):
        _lead(settings, table("script_usage.tsv", "hans"), 0)
    descriptor, name = tempfile.mkstemp(suffix=".json")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as f:
            json.dump(settings, f)
        return opencc.OpenCC(name)
    finally:
        os.unlink(name)


def _adapted(value: Any, share: Path) -> Any:
    if isinstance(value, list):
        return [
            _adapted(v, share)
            for v in value
            if not (isinstance(v, dict) and v.get("may_output_tofu"))
        ]
    if isinstance(value, dict):
        return {k: str(share / v) if k == "file" else _adapted(v, share) for k, v in value.items()}
    return value


def _join(settings: dict[str, Any], entries: dict[str, str]) -> None:
    """Let the longest match find ``entries`` among OpenCC's own phrases.

    They stand in the same groups: a group more would cost a tenth of the speed.
    """
    own = {"type": "inline", "entries": entries}
    if "segmentation" in settings:  # a configuration of one step matches as it converts
        settings["segmentation"]["dict"]["dicts"].insert(0, own)
    settings["conversion_chain"][0]["dict"]["dicts"][0]["dicts"].insert(0, own)


def _lead(settings: dict[str, Any], entries: dict[str, str], step: int) -> None:
    """Put ``entries`` before everything else in one step of the conversion."""
    if not entries:
        return
    own = {"type": "inline", "entries": entries}
    settings["conversion_chain"][step]["dict"]["dicts"].insert(0, own)
    if step == 0 and "segmentation" in settings:  # what is to be found must not be cut before
        cut = settings["segmentation"]
        cut["dict"] = {"type": "group", "match_policy": "union", "dicts": [own, cut["dict"]]}


def table(name: str, stage: str = "") -> dict[str, str]:
    """Read a table of words and forms; of one with stages, the rows of one stage."""
    text = tables.read(name)
    rows = [row.replace("\\n", "\n").split("\t") for row in text.splitlines() if row[:1] != "#"]
    if stage:
        return {row[1]: row[2] for row in rows if row[0] == stage}
    return {row[0]: row[1] for row in rows}


@cache
def doubts() -> dict[str, tuple[str, ...]]:
    """Conversions that are often wrong, as two characters, and what else the first may become."""
    return {pair: tuple(others) for pair, others in table("script_uncertain.tsv").items()}


_ANCHOR = lazy(r"[^\u3400-\u9fff\U00020000-\U0003ffff]+")


def changes(before: str, after: str, at: int = 0) -> list[Found]:
    """Give the edits from ``before``, standing at offset ``at``, to its conversion ``after``.

    Each run of changed characters is one edit. Where a phrase changed its length, the clause that
    holds it is compared by its longest common parts.
    """
    if len(before) == len(after):
        return _same_length(before, after, at)
    marks, other = list(_ANCHOR().finditer(before)), list(_ANCHOR().finditer(after))
    if [m.group() for m in marks] != [m.group() for m in other]:
        return _different_length(before, after, at)
    found: list[Found] = []
    i = j = 0
    for m, n in zip(marks, other, strict=True):
        found += _different_length(before[i : m.start()], after[j : n.start()], at + i)
        i, j = m.end(), n.end()
    return found + _different_length(before[i:], after[j:], at + i)


def _same_length(before: str, after: str, at: int) -> list[Found]:
    places = [k for k, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    found: list[Found] = []
    start = end = -1
    for k in places:
        if k != end:
            if start >= 0:
                found.append((at + start, at + end, after[start:end]))
            start = k
        end = k + 1
    if start >= 0:
        found.append((at + start, at + end, after[start:end]))
    return found


def _different_length(before: str, after: str, at: int) -> list[Found]:
    if before == after:
        return []
    if len(before) == len(after):
        return _same_length(before, after, at)
    if len(before) > 2000:  # difflib is quadratic: trim the ends and give one edit
        from ..rules import narrowed

        return narrowed(at, before, after)
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        (at + i, at + j, after[k:n]) for tag, i, j, k, n in matcher.get_opcodes() if tag != "equal"
    ]


def dictionary(given: Any) -> dict[str, str]:
    """Read a custom dictionary: a mapping, or the path of a file of ``word<TAB>replacement`` rows.

    Rows that begin with ``#`` and empty rows are skipped; of several replacements, separated by
    spaces as in OpenCC's own files, the first counts. Raises OptionValueError for anything else.
    """
    wanted = "a mapping of words, or a file of word<TAB>replacement rows"
    if given is None:
        return {}
    if isinstance(given, Mapping):
        if all(isinstance(k, str) and k and isinstance(v, str) for k, v in given.items()):
            return dict(given)
    elif isinstance(given, (str, os.PathLike)):
        from pathlib import Path

        try:
            rows = Path(given).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise OptionValueError("script.dictionary", given, f"{wanted} ({error})") from error
        pairs = [row.split("\t") for row in rows if row.strip() and not row.startswith("#")]
        if all(len(pair) >= 2 and pair[0] for pair in pairs):
            return {pair[0]: pair[1].split(" ")[0] for pair in pairs}
    raise OptionValueError("script.dictionary", given, wanted)


@lru_cache(maxsize=16)
def words(entries: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for the words of a custom dictionary, longest first."""
    return re.compile("|".join(map(re.escape, sorted(entries, key=len, reverse=True))))
