"""Between plain messages and ROS messages; nothing else knows the fields of ROS messages.

One file per family with `x_to_ros` and `x_from_ros`; `converter` finds the pair of a door. Values
that are not finite pass unchanged. A message that lacks what it must have becomes NaN, not an
error: whoever hears it says what is wrong.
"""

from patrol.nodes.convert.table import Converter, converter

__all__ = ['Converter', 'converter']
