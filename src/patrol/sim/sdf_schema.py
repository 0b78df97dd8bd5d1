"""Which elements of SDF are understood, and which may be there without meaning anything here."""

from __future__ import annotations

from patrol.sim.sdf_source import Element, Remarks, children

#: Children that are read, by element.
READ: dict[str, frozenset[str]] = {
    tag: frozenset(names.split())
    for tag, names in {
        'sdf': 'world model',
        'gazebo': 'world model',
        'world': 'model include frame state light',
        'model': 'model include frame link joint static pose',
        'include': 'uri name pose static placement_frame',
        'frame': 'pose',
        'link': 'pose collision visual',
        'collision': 'pose geometry',
        'visual': 'pose geometry material transparency visibility_flags',
        'geometry': 'box cylinder sphere plane mesh capsule ellipsoid cone empty',
        'box': 'size',
        'cylinder': 'radius length',
        'capsule': 'radius length',
        'cone': 'radius length',
        'sphere': 'radius',
        'ellipsoid': 'radii',
        'plane': 'normal size',
        'mesh': 'uri scale submesh',
        'submesh': 'name center',
        'material': 'ambient diffuse',
    }.items()
}

#: Children without a meaning for this simulator; what is inside of them is not looked at.
IGNORED: dict[str, frozenset[str]] = {
    tag: frozenset(names.split())
    for tag, names in {
        'sdf': 'light',
        'gazebo': 'light',
        'world': 'physics plugin scene gui gravity magnetic_field atmosphere audio wind '
        'spherical_coordinates',
        'model': 'plugin self_collide allow_auto_disable enable_wind',
        'include': 'plugin',
        'link': 'inertial kinematic gravity self_collide enable_wind must_be_base_link '
        'velocity_decay sensor light audio_source audio_sink battery projector particle_emitter',
        'collision': 'surface max_contacts laser_retro',
        'visual': 'cast_shadows laser_retro meta plugin',
        'material': 'specular emissive lighting script shader pbr double_sided render_order '
        'shininess',
        'mesh': 'convex_decomposition',
    }.items()
}

#: What our own worlds may hold beside what is read.
PRIMITIVES = frozenset(('box', 'cylinder', 'sphere', 'plane'))
SILENT_IN_STRICT = frozenset(
    ('physics', 'plugin', 'gravity', 'scene', 'gui', 'specular', 'surface')
)


def check(element: Element, remarks: Remarks) -> None:
    """Name each child that is neither read nor known to mean nothing, at any depth."""
    tag = str(element.tag)
    if tag not in READ:
        return
    ignored = IGNORED.get(tag, frozenset())
    if remarks.strict:
        ignored &= SILENT_IN_STRICT
    for child in children(element):
        if child.tag in READ[tag]:
            if child.tag not in ('state', 'joint', 'light'):
                check(child, remarks)
        elif child.tag not in ignored and ':' not in str(child.tag):
            name = child.get('name')
            named = f"<{child.tag} name='{name}'>" if name else f'<{child.tag}>'
            remarks.mistake(child, f'{named} in <{tag}> is not supported')
