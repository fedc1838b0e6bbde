"""Shared settings: hypothesis is repeatable, but for ZHCLEAN_EXPLORE=1, and never times a test."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
GOLDEN = ROOT / "tests" / "golden"

settings.register_profile(
    "zhclean", deadline=None, derandomize=not os.environ.get("ZHCLEAN_EXPLORE"), max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("zhclean")
