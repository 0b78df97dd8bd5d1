"""What a check says: one finding is one sentence, and the cure where there is something to cure.

The files of this room that `prepare` and a machine without underlay need run on the standard
library alone, and on Pythons older than the ones patrol supports: they must be able to say so.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

OK, WARNING, ERROR = 'ok', 'warning', 'error'


@dataclass(frozen=True)
class Finding:
    """`check` names the check; `level` is ok, warning or error; `cure` is what to type or do."""

    check: str
    level: str
    sentence: str
    cure: str = ''

    def as_dict(self) -> dict[str, str]:
        """Return what `--json` prints."""
        return asdict(self)


def ok(check: str, sentence: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(check, OK, sentence)


def warning(check: str, sentence: str, cure: str) -> Finding:
    """Return a finding that hampers, but does not stop, patrol."""
    return Finding(check, WARNING, sentence, cure)


def error(check: str, sentence: str, cure: str) -> Finding:
    """Return a finding that keeps patrol from working."""
    return Finding(check, ERROR, sentence, cure)
