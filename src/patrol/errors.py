"""The one exception for mistakes a user can mend."""

from __future__ import annotations

from pathlib import Path


class UserError(Exception):
    """A mistake in a file, an argument or the machine, told in one sentence.

    The command line prints it without a traceback and exits with 2.
    """

    def __init__(
        self, message: str, *, file: str | Path | None = None, line: int | None = None
    ) -> None:
        place = ''
        if file is not None:
            place = f'{file}:{line}: ' if line is not None else f'{file}: '
        super().__init__(place + message)
        self.file = Path(file) if file is not None else None
        self.line = line
