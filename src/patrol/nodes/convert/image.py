"""Pictures and sensor_msgs/Image."""

from __future__ import annotations

from array import array

import numpy as np
from sensor_msgs.msg import Image as RosImage

from patrol.messages import Image
from patrol.nodes.convert.stamp import header, stamp_from_ros


def image_to_ros(image: Image) -> RosImage:
    """Return an rgb8 picture."""
    height, width, _ = image.pixels.shape
    data = array('B')
    data.frombytes(np.ascontiguousarray(image.pixels, dtype=np.uint8).tobytes())
    return RosImage(
        header=header(image.stamp, 'camera_optical_frame'),
        height=height,
        width=width,
        encoding='rgb8',
        step=3 * width,
        data=data,
    )


def image_from_ros(message: RosImage) -> Image:
    """Return the picture of an rgb8 message without padding; another form has no pixels."""
    pixels = np.frombuffer(message.data, dtype=np.uint8)
    shape = (message.height, message.width, 3)
    if message.encoding != 'rgb8' or pixels.size != np.prod(shape):
        pixels, shape = np.zeros(0, np.uint8), (0, 0, 3)
    return Image(stamp_from_ros(message.header.stamp), pixels.reshape(shape))
