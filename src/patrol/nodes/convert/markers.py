"""Drawings and visualization_msgs/MarkerArray."""

from __future__ import annotations

import numpy as np
from geometry_msgs.msg import Point, Quaternion, Vector3
from std_msgs.msg import ColorRGBA
from visualization_msgs.msg import Marker as RosMarker
from visualization_msgs.msg import MarkerArray

from patrol.messages import Marker, Markers
from patrol.nodes.convert.stamp import header, stamp_from_ros

_KINDS = {
    'points': RosMarker.POINTS,
    'line': RosMarker.LINE_STRIP,
    'spheres': RosMarker.SPHERE_LIST,
    'text': RosMarker.TEXT_VIEW_FACING,
    'arrow': RosMarker.ARROW,
}
_NAMES = {number: name for name, number in _KINDS.items()}


def markers_to_ros(markers: Markers) -> MarkerArray:
    """Return an array that first wipes what this publisher drew before."""
    wipe = RosMarker(action=RosMarker.DELETEALL)
    drawn = [_marker(marker, markers.stamp) for marker in markers.markers]
    return MarkerArray(markers=[wipe, *drawn])


def markers_from_ros(message: MarkerArray) -> Markers:
    """Return the drawings of an array; kinds that patrol does not draw are left out."""
    drawn = [
        item for item in message.markers if item.action == RosMarker.ADD and item.type in _NAMES
    ]
    stamp = stamp_from_ros(drawn[0].header.stamp) if drawn else 0.0
    return Markers(stamp, tuple(_plain(item) for item in drawn))


def _marker(marker: Marker, stamp: float) -> RosMarker:
    out = RosMarker(
        header=header(stamp, marker.frame),
        ns=marker.namespace,
        id=marker.id,
        type=_KINDS[marker.kind],
        action=RosMarker.ADD,
        scale=_scale(marker),
        color=ColorRGBA(**dict(zip('rgba', map(float, marker.colour), strict=True))),
        text=marker.text,
    )
    out.pose.orientation = Quaternion(x=0.0, y=0.0, z=0.0, w=1.0)
    points = [Point(x=x, y=y, z=z) for x, y, z in np.asarray(marker.points, float).tolist()]
    if marker.kind == 'text':  # text stands at its pose and has no points
        out.pose.position = points[0]
    else:
        out.points = points
    return out


def _scale(marker: Marker) -> Vector3:
    size = float(marker.scale)
    if marker.kind == 'arrow':  # from point to point: shaft, head, length of the head
        return Vector3(x=size, y=2 * size, z=2 * size)
    if marker.kind == 'text':
        return Vector3(z=size)
    return Vector3(x=size, y=size, z=size)


def _plain(item: RosMarker) -> Marker:
    kind = _NAMES[item.type]
    points = [item.pose.position] if kind == 'text' else item.points
    colour = item.color
    return Marker(
        namespace=item.ns,
        id=item.id,
        kind=kind,
        frame=item.header.frame_id,
        points=np.array([[p.x, p.y, p.z] for p in points]).reshape(-1, 3),
        colour=(colour.r, colour.g, colour.b, colour.a),
        scale=item.scale.z if kind == 'text' else item.scale.x,
        text=item.text,
    )
