"""Mistakes in a user's file, collected so that all of them are told at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from patrol.errors import UserError


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a file; `line` counts from 1, None for the whole file."""

    line: int | None
    message: str

    def told(self, file: Path) -> str:
        """Return `file:line: message`."""
        return str(UserError(self.message, file=file, line=self.line))


class Mistakes:
    """The mistakes found in one file so far."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._found: list[Mistake] = []

    def add(self, line: int | None, message: str) -> None:
        """Note a mistake at a line (from 1)."""
        self._found.append(Mistake(line, message))

    @property
    def found(self) -> tuple[Mistake, ...]:
        """All mistakes, in the order of their lines; no mistake twice."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda m: m.line or 0))

    def raise_any(self) -> None:
        """Raise one UserError that tells every mistake, a line each, if there is any."""
        found = self.found
        if not found:
            return
        first, rest = found[0], found[1:]
        message = '\n'.join([first.message, *(mistake.told(self.file) for mistake in rest)])
        raise UserError(message, file=self.file, line=first.line)


def read_text(file: Path, what: str) -> str:
    """Return the text of a user's file; a file that cannot be read is a UserError."""
    try:
        return file.read_text(encoding='utf-8')
    except UnicodeDecodeError:
        raise UserError(f'this {what} is not a text file (UTF-8)', file=file) from None
    except OSError as error:
        why = error.strerror or 'it cannot be read'
        raise UserError(f'cannot read this {what}: {why}', file=file) from None
