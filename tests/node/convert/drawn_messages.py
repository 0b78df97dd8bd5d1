"""Messages of every type, drawn at random, and when two of them are alike."""

import dataclasses
import math

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from patrol import messages as m

STAMP = st.floats(0.0, 2.0e9)
ANY = st.floats(allow_nan=True, allow_infinity=True)
SHORT = st.floats(width=32)
ANGLE = st.floats(-3.14, 3.14)
TEXT = st.text(st.characters(codec='utf-8', exclude_characters='\0'), max_size=12)


def array(shape, elements=ANY, dtype=np.float64):
    return arrays(dtype, shape, elements=elements)


def pose(elements=ANY):
    return st.tuples(elements, elements, ANGLE).map(np.array)


def poses():
    return st.lists(pose(), max_size=4).map(lambda p: np.array(p).reshape(-1, 3))


def covariance(n):
    return array((n, n))


STATUS = st.builds(
    m.Status,
    STAMP,
    TEXT,
    st.sampled_from(m.Level),
    TEXT,
    st.dictionaries(TEXT, TEXT, max_size=3),
)
MARKER = st.builds(
    m.Marker,
    TEXT,
    st.integers(0, 1000),
    st.sampled_from(('points', 'line', 'spheres', 'text', 'arrow')),
    TEXT,
    array((1, 3)),
    st.tuples(*[st.floats(0, 1, width=32)] * 4),
    st.floats(0.01, 2.0),
)
CELLS = arrays(np.int8, st.tuples(st.integers(1, 5), st.integers(1, 5)))
PIXELS = arrays(np.uint8, st.tuples(st.integers(1, 4), st.integers(1, 4), st.just(3)))
MESSAGES = {
    m.WheelStates: st.builds(m.WheelStates, STAMP, array(2), array(2)),
    m.WheelCommands: st.builds(m.WheelCommands, STAMP, array(2)),
    m.ImuSample: st.builds(m.ImuSample, STAMP, array(3), array(3)),
    m.Battery: st.builds(m.Battery, STAMP, SHORT, SHORT, SHORT, st.booleans()),
    m.Scan: st.builds(
        m.Scan, STAMP, SHORT, SHORT, SHORT, SHORT, SHORT, array(7, SHORT, np.float32)
    ),
    m.Velocity: st.builds(m.Velocity, STAMP, ANY, ANY),
    m.Odometry: st.builds(m.Odometry, STAMP, pose(), array(2), covariance(3), covariance(2)),
    m.PoseEstimate: st.builds(m.PoseEstimate, STAMP, pose(), covariance(3)),
    m.FramePose: st.builds(m.FramePose, STAMP, TEXT, TEXT, pose()),
    m.PoseCloud: st.builds(m.PoseCloud, STAMP, poses()),
    m.Path: st.builds(m.Path, STAMP, poses()),
    m.Grid: st.builds(
        m.Grid, STAMP, TEXT, st.sampled_from((0.05, 0.1, 0.025)), pose(st.floats(-1e3, 1e3)), CELLS
    ),
    m.Status: STATUS,
    m.Flag: st.builds(m.Flag, st.booleans()),
    m.Text: st.builds(m.Text, TEXT),
    m.Point: st.builds(m.Point, STAMP, ANY, ANY),
    m.Markers: st.builds(m.Markers, STAMP, st.lists(MARKER, min_size=1, max_size=3).map(tuple)),
    m.Image: st.builds(m.Image, STAMP, PIXELS),
    m.Contact: st.builds(m.Contact, STAMP, TEXT, TEXT),
    m.Clock: st.builds(m.Clock, STAMP),
}
#: What a ROS type does not hold.
LOST = {
    'diagnostic_msgs/msg/DiagnosticStatus': {'stamp'},
    'geometry_msgs/msg/PoseStamped': {'covariance'},
}


def same(a, b, name):
    if isinstance(a, tuple) and a and dataclasses.is_dataclass(a[0]):
        return len(a) == len(b) and all(alike(x, y) for x, y in zip(a, b, strict=True))
    if name == 'stamp':
        return abs(a - b) < 1e-6
    if isinstance(a, np.ndarray):
        return a.shape == b.shape and np.allclose(a, b, atol=1e-9, equal_nan=True)
    if isinstance(a, float):
        return math.isclose(a, b, rel_tol=1e-6) or (math.isnan(a) and math.isnan(b)) or a == b
    return a == b


def alike(a, b, lost=frozenset()):
    names = [f.name for f in dataclasses.fields(a) if f.name not in lost]
    return all(same(getattr(a, name), getattr(b, name), name) for name in names)
