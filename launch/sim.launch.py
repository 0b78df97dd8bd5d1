"""The simulated car in its building: what to start comes from patrol.bringup.

The operator of the round (placing the car, releasing the e-stop, starting the patrol) is you:
`ros2 service call /e_stop_reset std_srvs/srv/Trigger`, then `/patrol/start`. `./patrol sim` does
that by itself.
"""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, OpaqueFunction
from launch.substitutions import LaunchConfiguration

from patrol.bringup.ros_launch import ARGUMENTS, sim_actions


def generate_launch_description() -> LaunchDescription:
    """Declare the arguments and start the stack they describe."""
    declared = [
        DeclareLaunchArgument(a.name, default_value=a.default, description=a.description)
        for a in ARGUMENTS
    ]

    def start(context):
        return sim_actions(
            {a.name: LaunchConfiguration(a.name).perform(context) for a in ARGUMENTS}
        )

    return LaunchDescription([*declared, OpaqueFunction(function=start)])
