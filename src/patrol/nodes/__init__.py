"""One ROS 2 node per component: parameters in, topics and services by the table of doors."""
