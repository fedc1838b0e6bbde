"""The errors zhclean raises: each carries its parts and formats them in ``__str__``."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 20
"""Known names that the error of an unknown one lists at most."""


class ZhcleanError(Exception):
    """Base of every error raised on purpose by zhclean."""


class UnknownNameError(ZhcleanError, ValueError):
    """A profile, family, rule, option or script tag that zhclean does not know."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(sorted(known))
        super().__init__(kind, name, self.known)

    @property
    def nearest(self) -> str | None:
        """The known name most like the unknown one, or None."""
        if not isinstance(self.name, str):
            return None
        folded = {known.casefold(): known for known in self.known}
        close = get_close_matches(self.name.casefold(), folded, n=1, cutoff=0.5)
        return folded[close[0]] if close else None

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        known = "" if self.nearest else f"; known: {self._shortened()}"
        return f"unknown {self.kind} {self.name!r}{hint}{known}"

    def _shortened(self) -> str:
        if len(self.known) <= SHOWN:
            return ", ".join(self.known)
        families = [name for name in self.known if "." not in name]
        more = "--list-rules lists all" if len(families) < len(self.known) else "and others"
        return f"{', '.join(families[:SHOWN])} ({more})"


class OptionValueError(ZhcleanError, ValueError):
    """A value that an option does not take."""

    def __init__(self, option: str, value: object, wanted: str) -> None:
        self.option = option
        self.value = value
        self.wanted = wanted
        super().__init__(option, value, wanted)

    def __str__(self) -> str:
        return f"option {self.option!r} takes {self.wanted}, not {self.value!r}"


class MissingExtraError(ZhcleanError, ImportError):
    """Something asked for needs a package that only an extra installs."""

    def __init__(self, wanted: str, extra: str) -> None:
        self.wanted = wanted
        self.extra = extra
        super().__init__(wanted, extra)

    def __str__(self) -> str:
        return f"{self.wanted} needs an extra: pip install 'zhclean[{self.extra}]'"


class RuleError(ZhcleanError):
    """A rule broke its contract: an edit outside the text, or a replacement that is no str."""

    def __init__(self, code: str, problem: str) -> None:
        self.code = code
        self.problem = problem
        super().__init__(code, problem)

    def __str__(self) -> str:
        return f"rule {self.code!r}: {self.problem}"


class UnstableOrderWarning(UserWarning):
    """The asked order of families is known to lose repairs or to change again on a second pass."""
