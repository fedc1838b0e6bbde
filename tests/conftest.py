"""Shared settings: hypothesis is repeatable in CI and never times a test by the clock."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
GOLDEN = ROOT / "tests" / "golden"

settings.register_profile(
    "zhclean", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("zhclean")
