"""The camera, drawn without a screen; a machine without GL goes without it."""

from __future__ import annotations

from typing import Any

from patrol.messages import Image
from patrol.sim.car_model import PREFIX
from patrol.sim.engine import GL, mujoco
from patrol.sim.groups import GLASS, WORLD, WORLD_MESH, mask
from patrol.sim.physics import Physics
from patrol.sim.sensor_blocks import CameraBlock


class Camera:
    """`reason` says in one sentence why there are no pictures, or is empty.

    Create and use it in one thread: the drawing context belongs to it.
    """

    def __init__(self, physics: Physics, block: CameraBlock) -> None:
        self.reason = ''
        self._physics = physics
        self._renderer: Any = None
        try:
            self._renderer = mujoco.Renderer(physics.model, block.height, block.width)
        except Exception as error:  # each back end fails in its own way
            detail = ' '.join(str(error).split())[:120] or type(error).__name__
            self.reason = (
                f'no camera pictures: drawing with MUJOCO_GL={GL} fails ({detail}); '
                'install libegl1 and libegl-mesa0, or libosmesa6 and set MUJOCO_GL=osmesa'
            )
            return
        self._option = mujoco.MjvOption()
        self._option.geomgroup[:] = mask(WORLD, WORLD_MESH, GLASS)

    def take(self, stamp: float) -> Image | None:
        """Return a picture, or None without GL."""
        if self._renderer is None:
            return None
        self._physics.show()
        self._renderer.update_scene(
            self._physics.data, camera=f'{PREFIX}camera', scene_option=self._option
        )
        return Image(stamp, self._renderer.render().copy())

    def close(self) -> None:
        """Give the drawing context back."""
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None
