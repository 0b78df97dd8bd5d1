"""The package for colcon. Name, version and scripts live here alone."""

from pathlib import Path

from setuptools import find_packages, setup

NAME = 'patrol'
NODES = (
    'motor_control',
    'velocity_gate',
    'obstacle_sensing',
    'localization',
    'map_server',
    'path_follower',
    'patrol_planner',
    'robot_state',
    'simulator',
    'micro_ros_bridge',
)
SHARED = ('launch', 'config', 'urdf', 'worlds')


def files_of(folder: str) -> list[tuple[str, list[str]]]:
    """Return data_files entries for a folder and all folders in it (a glob does not descend)."""
    groups: dict[str, list[str]] = {}
    for path in sorted(Path(folder).rglob('*')):
        if path.is_file() and '__pycache__' not in path.parts:
            groups.setdefault(f'share/{NAME}/{path.parent}', []).append(str(path))
    return list(groups.items())


setup(
    name=NAME,
    version='0.1.0',
    description='The ROS 2 stack of a smart patrol car, with its simulator.',
    license='Apache-2.0',
    package_dir={'': 'src'},
    packages=find_packages('src'),
    package_data={NAME: ['py.typed']},
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{NAME}']),
        (f'share/{NAME}', ['package.xml']),
        *(entry for folder in SHARED for entry in files_of(folder)),
    ],
    # ROS packages are not distributions of pip: what patrol needs of ROS stands in package.xml.
    install_requires=['setuptools'],
    zip_safe=True,
    entry_points={
        'console_scripts': [
            'patrol = patrol.cli:main',
            *(f'{node} = patrol.nodes.{node}:main' for node in NODES),
        ],
    },
)
