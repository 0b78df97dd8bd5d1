"""Print findings: for people, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TextIO

from patrol.doctor.finding import ERROR, OK, WARNING, Finding

_MARKS = {OK: '  ok    ', WARNING: '  warn  ', ERROR: '  ERROR '}


def tell(findings: Sequence[Finding], out: TextIO) -> None:
    """Print one line per finding, the cure below it, and a summary."""
    for finding in findings:
        print(f'{_MARKS[finding.level]} {finding.check}: {finding.sentence}', file=out)
        if finding.cure:
            print(f'           cure: {finding.cure}', file=out)
    errors, warnings = (sum(f.level == level for f in findings) for level in (ERROR, WARNING))
    if errors or warnings:
        print(f'{errors} error(s), {warnings} warning(s).', file=out)
    else:
        print('Nothing is wrong.', file=out)


def tell_json(findings: Sequence[Finding], out: TextIO) -> None:
    """Print one JSON object: `healthy` and the list of findings."""
    healthy = all(finding.level != ERROR for finding in findings)
    document = {'healthy': healthy, 'findings': [finding.as_dict() for finding in findings]}
    print(json.dumps(document, indent=2), file=out)
