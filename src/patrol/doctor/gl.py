"""Can the camera be drawn without a screen? Without it there is everything but pictures."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable

from patrol.doctor.finding import Finding, ok, warning
from patrol.doctor.install_line import install_line

#: Draws one small picture; in a process of its own, for a broken driver may end it.
_DRAW = """
from patrol.sim.engine import GL, mujoco
model = mujoco.MjModel.from_xml_string('<mujoco><worldbody/></mujoco>')
renderer = mujoco.Renderer(model, 8, 8)
renderer.update_scene(mujoco.MjData(model))
assert renderer.render().shape == (8, 8, 3)
print(GL)
"""


def draw() -> tuple[bool, str]:
    """Draw; return whether it worked, and the back end or the last words of the failure."""
    environment = {**os.environ, 'PYTHONWARNINGS': 'ignore'}
    try:
        done = subprocess.run(
            [sys.executable, '-c', _DRAW],
            capture_output=True,
            text=True,
            timeout=60,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False, 'drawing took more than 60 s'
    words = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    last = words[-1] if words else f'ended with {done.returncode}'
    return done.returncode == 0, last[:120]


def check(drawing: Callable[[], tuple[bool, str]] = draw) -> list[Finding]:
    """Draw a picture without a screen."""
    if drawing is draw and not importlib.util.find_spec('mujoco'):
        return [warning('gl', 'Not tried: MuJoCo is not installed here.', 'make prepare')]
    works, words = drawing()
    if works:
        return [ok('gl', f'The camera can be drawn without a screen ({words}).')]
    return [
        warning(
            'gl',
            f'The camera has no pictures: drawing without a screen fails ({words}).',
            f'{install_line("gl")}   (or libosmesa6 and MUJOCO_GL=osmesa)',
        )
    ]
