"""Edits, their composition and the position map, against brute force."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zhclean import edits, engine
from zhclean.edits import Edit, Mark, PositionMap

ALPHABET = "ab中文"


@st.composite
def layer(draw: st.DrawFn, text: str) -> list[Mark]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    marks: list[Mark] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        after = draw(st.text("xyz", max_size=3))
        if marks and (start, end) == (marks[-1].end, marks[-1].end) == (
            marks[-1].start,
            marks[-1].end,
        ):
            continue
        if text[start:end] != after and not (marks and start == marks[-1].end and start == end):
            marks.append(Mark(start, end, after, (draw(st.sampled_from("rst")),), 2))
    return marks


@st.composite
def layers(draw: st.DrawFn) -> tuple[str, list[tuple[str, list[Mark], str]]]:
    source = text = draw(st.text(ALPHABET, max_size=20))
    done = []
    for _ in range(draw(st.integers(0, 4))):
        marks = draw(layer(text))
        after = edits.apply(text, marks)
        done.append((text, marks, after))
        text = after
    return source, done


@given(layers())
def test_composed_edits_rebuild_and_undo(
    case: tuple[str, list[tuple[str, list[Mark], str]]],
) -> None:
    source, done = case
    marks: list[Mark] = []
    text = source
    for before, second, after in done:
        marks = edits.compose(source, marks, before, second)
        text = after
    assert edits.apply(source, marks) == text
    end = -1
    for m in marks:
        assert end <= m.start <= m.end <= len(source)
        assert source[m.start : m.end] != m.after
        end = m.end
    told = [
        Edit(m.rules, m.confidence, m.start, m.end, source[m.start : m.end], m.after) for m in marks
    ]
    assert edits.revert(text, told) == source


@given(layers())
def test_positions_outside_edits_map_both_ways(
    case: tuple[str, list[tuple[str, list[Mark], str]]],
) -> None:
    source, done = case
    marks: list[Mark] = []
    text = source
    for before, second, after in done:
        marks = edits.compose(source, marks, before, second)
        text = after
    where = PositionMap(marks)
    changed = {k for m in marks for k in range(m.start, m.end)}
    for k, char in enumerate(source):
        if k not in changed:
            if any(m.start == m.end == k for m in marks):
                continue  # an insertion stands here: the offset maps to its start
            assert text[where.to_output(k)] == char
            assert where.to_source(where.to_output(k)) == k


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), max_size=12))
def test_of_edits_that_overlap_the_first_in_the_rules_order_stays(
    drawn: list[tuple[int, int]],
) -> None:
    marks = [Mark(at, at + size, str(k), ("a.b",), 3) for k, (at, size) in enumerate(drawn)]
    kept: list[Mark] = []
    for mark in marks:
        if not any(
            (mark.start < other.end and other.start < mark.end)
            or mark.start == other.start
            or mark.start == mark.end == other.end
            for other in kept
        ):
            kept.append(mark)
    if any(a.end > b.start for a, b in pairwise(sorted(marks))):
        assert engine._disjoint(list(marks)) == sorted(kept)
