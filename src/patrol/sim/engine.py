"""MuJoCo, imported once the way to draw without a screen is chosen.

MuJoCo reads MUJOCO_GL while it is imported: whoever needs it imports it from here.
"""

from __future__ import annotations

import ctypes.util
import os


def choose_gl() -> str:
    """Return the off-screen back end to use: what MUJOCO_GL says, else EGL, else OSMesa."""
    chosen = os.environ.get('MUJOCO_GL')
    if chosen:
        return chosen
    if ctypes.util.find_library('EGL'):
        return 'egl'
    return 'osmesa' if ctypes.util.find_library('OSMesa') else 'disable'


GL = choose_gl()
os.environ['MUJOCO_GL'] = GL

import mujoco  # noqa: E402

__all__ = ['GL', 'choose_gl', 'mujoco']
