"""A figure: one measured number, what it measures, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """``key`` is stable (floors are kept under it): ``family.measure[.data]``."""

    key: str
    value: float
    unit: str
    better: str = "higher"
    note: str = ""
    floor: bool = True
    """Whether a floor is kept under it: not for a peer's figure, or for the damage itself."""

    def __str__(self) -> str:
        return f"{self.key:58} {self.value:12.4f} {self.unit:24} {self.note}"
