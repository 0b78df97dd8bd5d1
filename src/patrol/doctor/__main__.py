"""`python -m patrol.doctor`: the doctor without the rest of patrol, as on a bare machine."""

import sys

from patrol.doctor import run_doctor

unknown = [word for word in sys.argv[1:] if word != '--json']
if unknown:
    print(f'patrol doctor: unknown argument {unknown[0]} (there is only --json)', file=sys.stderr)
    sys.exit(2)
sys.exit(run_doctor(sys.argv[1:]))
