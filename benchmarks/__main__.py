"""`make bench [ONLY=name]`: run benchmarks, each in a process of its own.

A benchmark is a module `benchmarks/<name>.py` with `main()`, which returns (or prints as its last
line) one JSON object. It is printed last and kept in benchmarks/results/<name>.json.
"""

from __future__ import annotations

import importlib
import io
import json
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / 'results'


def names() -> list[str]:
    """Return the benchmarks there are."""
    modules = sorted(path.stem for path in HERE.glob('*.py') if not path.stem.startswith('_'))
    return [name for name in modules if 'def main(' in (HERE / f'{name}.py').read_text('utf-8')]


class _Tee(io.StringIO):
    """Shows what is printed, and keeps it."""

    def write(self, text: str) -> int:
        sys.__stdout__.write(text)
        sys.__stdout__.flush()
        return super().write(text)


def measure(name: str) -> dict[str, Any]:
    """Run one benchmark in this process and return its figures."""
    said = _Tee()
    with redirect_stdout(said):
        figures = importlib.import_module(f'benchmarks.{name}').main()
    if not isinstance(figures, dict):
        figures = json.loads(said.getvalue().strip().splitlines()[-1])
    return figures


def keep(name: str, figures: dict[str, Any]) -> None:
    """Write the figures to benchmarks/results and print them as one line."""
    RESULTS.mkdir(exist_ok=True)
    line = json.dumps(figures)
    (RESULTS / f'{name}.json').write_text(line + '\n', encoding='utf-8')
    print(line, flush=True)


def main(arguments: list[str]) -> int:
    """Run the named benchmarks; all, each in its own process, when none is named."""
    known = names()
    unknown = [name for name in arguments if name not in known]
    if unknown:
        print(f'no benchmark {unknown[0]}; there are: {", ".join(known)}', file=sys.stderr)
        return 2
    if len(arguments) == 1:
        keep(arguments[0], measure(arguments[0]))
        return 0
    codes = []
    for name in arguments or known:
        print(f'== {name}', flush=True)
        command = [sys.executable, '-m', 'benchmarks', name]
        codes.append(subprocess.run(command, cwd=HERE.parent, check=False).returncode)
    return max(codes, default=0)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
