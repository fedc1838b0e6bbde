"""Choose the sites of a spun document that do not overlap."""

from __future__ import annotations

from .lexicon import Lexicon


def lay(matches: list[tuple[int, int]], lexicon: Lexicon, text: str) -> list[tuple[int, int]]:
    """Choose sites that do not overlap: in each run of overlapping forms the best set."""
    sites: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    reach = 0
    for match in matches:
        start, end = match
        if start < reach:
            run.append(match)
            reach = max(reach, end)
        else:
            sites += run if len(run) < 2 else _best(run, lexicon, text)
            run = [match]
            reach = end
    sites += run if len(run) < 2 else _best(run, lexicon, text)
    return sites


def _best(run: list[tuple[int, int]], lexicon: Lexicon, text: str) -> list[tuple[int, int]]:
    """Schedule the worthiest intervals of a run, from the right."""
    low, high = run[0][0], max(end for _, end in run)
    ends: dict[int, list[int]] = {}
    for start, end in run:
        ends.setdefault(start, []).append(end)
    value = [0.0] * (high - low + 1)
    taken = [0] * (high - low + 1)
    for at in range(high - 1, low - 1, -1):
        value[at - low] = value[at - low + 1]
        for end in ends.get(at, ()):
            worth = value[end - low] + lexicon[text[at:end]].worth
            if worth > value[at - low]:
                value[at - low], taken[at - low] = worth, end
    sites, at = [], low
    while at < high:
        if taken[at - low]:
            sites.append((at, taken[at - low]))
            at = taken[at - low]
        else:
            at += 1
    return sites
