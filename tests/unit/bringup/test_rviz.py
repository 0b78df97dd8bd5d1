"""config/patrol.rviz against the table of doors: names, and a quality of service that matches."""

import pytest
import yaml

from patrol.doors import DOORS, Delivery
from patrol.home import share_dir

CONFIG = yaml.safe_load((share_dir() / 'config' / 'patrol.rviz').read_text())
MANAGER = CONFIG['Visualization Manager']
#: Display classes and the ROS type they show.
SHOWS = {
    'Map': 'nav_msgs/msg/OccupancyGrid',
    'LaserScan': 'sensor_msgs/msg/LaserScan',
    'Range': 'sensor_msgs/msg/Range',
    'Path': 'nav_msgs/msg/Path',
    'MarkerArray': 'visualization_msgs/msg/MarkerArray',
    'PoseArray': 'geometry_msgs/msg/PoseArray',
    'PoseWithCovariance': 'geometry_msgs/msg/PoseWithCovarianceStamped',
    'Odometry': 'nav_msgs/msg/Odometry',
    'Image': 'sensor_msgs/msg/Image',
}
TOOLS = {'SetInitialPose': 'initialpose', 'SetGoal': 'goal_pose', 'PublishPoint': 'clicked_point'}
OTHERS = {'Grid', 'RobotModel', 'TF'}
BEST_EFFORT = {Delivery.SENSOR, Delivery.BOARD}


def kind(item):
    return item['Class'].removeprefix('rviz_default_plugins/')


DISPLAYS = [display for display in MANAGER['Displays'] if kind(display) not in OTHERS]


@pytest.mark.parametrize('display', DISPLAYS, ids=lambda d: d['Name'])
def test_a_display_matches_its_door(display):
    topic = display['Topic']
    door = DOORS[topic['Value'].removeprefix('/')]
    assert door.ros_type == SHOWS[kind(display)]
    latched = door.delivery is Delivery.LATCHED
    assert topic['Durability Policy'] == ('Transient Local' if latched else 'Volatile')
    wanted = 'Best Effort' if door.delivery in BEST_EFFORT else 'Reliable'
    assert topic['Reliability Policy'] == wanted


def test_the_tools_speak_to_doors_that_somebody_hears():
    tools = {kind(tool): tool['Topic']['Value'] for tool in MANAGER['Tools'] if 'Topic' in tool}
    assert tools == {name: f'/{topic}' for name, topic in TOOLS.items()}


def test_what_a_person_wants_to_see_is_shown():
    shown = {display['Topic']['Value'].removeprefix('/') for display in DISPLAYS}
    drawn = {
        topic
        for topic, door in DOORS.items()
        if door.ros_type in SHOWS.values() and topic not in TOOLS.values()
    }
    assert shown == drawn
    assert MANAGER['Global Options']['Fixed Frame'] == 'map'
