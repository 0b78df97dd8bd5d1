"""RViz with everything that patrol shows."""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution
from launch_ros.actions import Node
from launch_ros.substitutions import FindPackageShare


def generate_launch_description() -> LaunchDescription:
    """Open RViz."""
    config = PathJoinSubstitution([FindPackageShare('patrol'), 'config', 'patrol.rviz'])
    return LaunchDescription(
        [
            DeclareLaunchArgument(
                'use_sim_time', default_value='true', description='whether the car is simulated'
            ),
            Node(
                package='rviz2',
                executable='rviz2',
                arguments=['-d', config],
                parameters=[{'use_sim_time': LaunchConfiguration('use_sim_time')}],
            ),
        ]
    )
