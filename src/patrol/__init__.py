"""patrol: the ROS 2 stack of a smart patrol car."""
