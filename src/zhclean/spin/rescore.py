"""Let a stronger scorer decide where the small model is unsure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from .settle import Choice

Scorer = Callable[[Sequence[str]], Sequence[float]]
"""Scores whole sentences in nats, a larger number for a likelier one."""

UNSURE, TRIED, AROUND = 0.9, 4, 40


def rescore(text: str, choices: list[Choice], scorer: Scorer) -> list[Choice]:
    """Ask ``scorer`` about every unsure choice, in the sentence as it reads restored so far.

    The decoder's own odds count as a prior; a choice that the scorer confirms or makes is as sure
    as its share of the scores.
    """
    decided = list(choices)
    for k, choice in enumerate(choices):
        if choice.sure >= UNSURE or not choice.alternatives:
            continue
        before, after = _around(text, decided, k)
        words = (choice.original, *choice.alternatives[:TRIED])
        scores = [float(s) for s in scorer([before + word + after for word in words])]
        scores[0] += math.log(max(choice.sure, 1e-6) / max(1 - choice.sure, 1e-6)) / 2
        top = max(scores)
        shares = [math.exp(score - top) for score in scores]
        order = sorted(range(len(words)), key=lambda i: -scores[i])
        decided[k] = choice._replace(
            original=words[order[0]],
            sure=shares[order[0]] / sum(shares),
            alternatives=tuple(words[i] for i in order[1:]),
        )
    return decided


def _around(text: str, choices: list[Choice], k: int) -> tuple[str, str]:
    """Write the sentence around a choice with the other choices made."""
    choice = choices[k]
    low = max(text.rfind("。", 0, choice.start), text.rfind("\n", 0, choice.start)) + 1
    low = max(low, choice.start - AROUND)
    ends = [at for at in (text.find(mark, choice.end) for mark in "。\n") if at >= 0]
    high = min([choice.end + AROUND, len(text), *ends])
    before, at = "", low
    j = k
    while j and choices[j - 1].end > low:
        j -= 1
    for other in choices[j:k]:
        if other.start >= at:
            before += text[at : other.start] + other.original
            at = other.end
    before += text[at : choice.start]
    after, at = "", choice.end
    for other in choices[k + 1 :]:
        if other.end > high:
            break
        after += text[at : other.start] + other.original
        at = other.end
    return before, after + text[at:high]


def masked_model(model: Any, tokenizer: Any) -> Scorer:
    """Make a scorer of a masked language model and its tokenizer, as transformers loads them.

    A sentence's score is the sum of its tokens' log probabilities, each masked in turn.
    """
    import torch

    def scorer(sentences: Sequence[str]) -> list[float]:
        scores = []
        for sentence in sentences:
            ids = tokenizer(sentence, return_tensors="pt")["input_ids"][0]
            places = range(1, len(ids) - 1)
            masked = ids.repeat(max(1, len(places)), 1)
            for row, place in enumerate(places):
                masked[row, place] = tokenizer.mask_token_id
            with torch.no_grad():
                logs = model(input_ids=masked).logits.log_softmax(-1)
            scores.append(float(sum(logs[row, p, ids[p]] for row, p in enumerate(places))))
        return scores

    return scorer
