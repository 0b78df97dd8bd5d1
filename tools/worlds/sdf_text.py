"""A World as SDF 1.7 that Gazebo Harmonic, libsdformat and `patrol.sim.sdf` read alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patrol.sim.world import Model, Solid, World

#: The only bit of the flags of glass: the car's LiDAR has it masked out (patrol.sim.sdf_solids).
GLASS = 2

HEAD = """<?xml version="1.0"?>
<!-- {comment} -->
<sdf version="1.7">
  <world name="{name}">
    <physics name="2ms" type="ignored">
      <max_step_size>0.002</max_step_size>
      <real_time_factor>1.0</real_time_factor>
    </physics>
    <plugin filename="gz-sim-physics-system" name="gz::sim::systems::Physics"/>
    <plugin filename="gz-sim-user-commands-system" name="gz::sim::systems::UserCommands"/>
    <plugin filename="gz-sim-scene-broadcaster-system" name="gz::sim::systems::SceneBroadcaster"/>
    <plugin filename="gz-sim-sensors-system" name="gz::sim::systems::Sensors">
      <render_engine>ogre2</render_engine>
    </plugin>
    <plugin filename="gz-sim-imu-system" name="gz::sim::systems::Imu"/>
    <plugin filename="gz-sim-contact-system" name="gz::sim::systems::Contact"/>
    <gravity>0 0 -9.81</gravity>
    <light name="sun" type="directional">
      <cast_shadows>true</cast_shadows>
      <pose>0 0 10 0 0 0</pose>
      <diffuse>0.8 0.8 0.8 1</diffuse>
      <specular>0.2 0.2 0.2 1</specular>
      <direction>-0.5 0.1 -0.9</direction>
    </light>
"""
TAIL = """  </world>
</sdf>
"""


def sdf_text(world: World, comment: str) -> str:
    """Return the SDF of a world of primitives."""
    body = ''.join(_model(model) for model in world.models)
    return HEAD.format(comment=comment, name=world.name) + body + TAIL


def _model(model: Model) -> str:
    lines = [f'    <model name="{model.name}">', '      <static>true</static>']
    lines += ['      <link name="link">']
    for solid in model.solids:
        lines += _solid(solid)
    lines += ['      </link>', '    </model>', '']
    return '\n'.join(lines)


def _solid(solid: Solid) -> Iterator[str]:
    pose = f'<pose>{_numbers(solid.pose)}</pose>'
    shape = f'<geometry>{_geometry(solid)}</geometry>'
    colour = _numbers((*solid.colour[:3], 1.0) if solid.glass else solid.colour)
    yield f'        <collision name="{solid.name}">'
    yield f'          {pose}{shape}'
    yield '        </collision>'
    yield f'        <visual name="{solid.name}_visual">'
    yield f'          {pose}{shape}'
    yield f'          <material><ambient>{colour}</ambient><diffuse>{colour}</diffuse></material>'
    if solid.glass:
        yield f'          <transparency>{1 - solid.colour[3]:.6g}</transparency>'
        yield f'          <visibility_flags>{GLASS}</visibility_flags>'
    yield '        </visual>'


def _geometry(solid: Solid) -> str:
    if solid.kind == 'box':
        return f'<box><size>{_numbers(solid.size)}</size></box>'
    if solid.kind == 'cylinder':
        radius, length = solid.size
        return f'<cylinder><radius>{radius:.6g}</radius><length>{length:.6g}</length></cylinder>'
    if solid.kind == 'sphere':
        return f'<sphere><radius>{solid.size[0]:.6g}</radius></sphere>'
    return f'<plane><normal>0 0 1</normal><size>{_numbers(solid.size)}</size></plane>'


def _numbers(values: Iterable[float]) -> str:
    return ' '.join(f'{round(float(value), 4) + 0.0:.6g}' for value in values)
