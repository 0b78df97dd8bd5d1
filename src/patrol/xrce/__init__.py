"""DDS-XRCE 1.0 on the wire: what a stock micro-ROS board says, without ROS and without I/O."""
