"""The mojibake family."""

from __future__ import annotations

from ..rules import Option, Rule

OPTIONS: tuple[Option, ...] = ()
RULES: tuple[Rule, ...] = ()
