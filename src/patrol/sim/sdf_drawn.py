"""Our own worlds are drawn as they are touched: Gazebo's LiDAR sees visuals, ours collisions."""

from __future__ import annotations

from lxml import etree

from patrol.sim.sdf_source import Element, Remarks

#: A visual is called like its collision, with this behind it.
SUFFIX = '_visual'


def check_drawn_as_touched(model: Element, remarks: Remarks) -> None:
    """Name each collision `x` of a model without a visual `x_visual` of the same pose and shape.

    Names in a link must differ: libsdformat refuses a visual that is called like a collision.
    """
    for link in model.iter('link'):
        drawn = {v.get('name'): _shape(v) for v in link.findall('visual')}
        touched = {f'{c.get("name")}{SUFFIX}': _shape(c) for c in link.findall('collision')}
        for element in [*link.findall('collision'), *link.findall('visual')]:
            name = element.get('name', '').removesuffix(SUFFIX)
            if drawn.get(name + SUFFIX) != touched.get(name + SUFFIX):
                remarks.mistake(element, f"visual and collision '{name}' are not the same")


def _shape(element: Element) -> tuple[str, str]:
    pose, geometry = element.findtext('pose') or '', element.find('geometry')
    text = (
        '' if geometry is None else etree.tostring(geometry, with_tail=False, encoding='unicode')
    )
    return ' '.join(pose.split()), ''.join(text.split())
