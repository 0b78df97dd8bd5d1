"""The micro-ROS bridge: XRCE clients on one side, ROS 2 on the other, ports in between."""
