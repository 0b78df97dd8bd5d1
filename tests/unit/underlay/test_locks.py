"""The locks hold what they must, and nothing that belongs to strangers."""

from __future__ import annotations

import re

import pytest

from patrol.home import ROOT

LOCKS = ROOT / 'underlay' / 'locks'
NAMES = ('seed', 'wheels', 'noble', 'colcon')


def entries(name):
    """Return {distribution: [lines of its entry]}; a name has several where Pythons differ."""
    text = (LOCKS / f'{name}.txt').read_text().replace('\\\n', ' ')
    found = {}
    for line in text.splitlines():
        if line.strip():
            found.setdefault(re.split(r'[=\[ ]', line)[0], []).append(line)
    return found


@pytest.mark.parametrize('name', NAMES)
def test_every_entry_has_one_version_and_hashes(name):
    for distribution, lines in entries(name).items():
        for line in lines:
            assert re.match(r'[a-z0-9._-]+==\S+', line), distribution
            assert re.search(r'--hash=sha256:[0-9a-f]{64}', line), distribution


@pytest.mark.parametrize('name', NAMES)
def test_no_lock_names_a_host_or_a_file(name):
    for suffix in ('in', 'txt'):
        text = (LOCKS / f'{name}.{suffix}').read_text()
        assert not re.search(r'://|--index-url|--find-links|@ ', text)


def test_no_ros_package_is_locked_under_the_name_of_a_stranger():
    """The wheels carry metadata of ROS packages; those names are not theirs in an index."""
    allowed = {
        'ast-serialize', 'atheris', 'catkin-pkg', 'cmake', 'colorama', 'contourpy', 'cycler',
        'docutils', 'empy', 'execnet', 'fonttools', 'glfw', 'hypothesis', 'iniconfig',
        'kiwisolver', 'lark-parser', 'librt', 'lxml', 'matplotlib', 'mujoco-core', 'mypy',
        'mypy-extensions', 'ninja', 'numpy', 'opencv-python-headless', 'packaging', 'pathspec',
        'pillow', 'pluggy', 'pycollada', 'pygments', 'pyopengl', 'pyparsing', 'pytest',
        'pytest-timeout', 'pytest-xdist', 'python-dateutil', 'pyyaml', 'ruff', 'scipy',
        'setuptools', 'sortedcontainers', 'trimesh', 'types-pyyaml', 'typing-extensions', 'tzdata',
        'xacro',
    }  # fmt: skip
    for name in ('wheels', 'noble'):
        others = {known for known in entries(name) if not known.startswith('ros-')}
        assert others <= allowed


def test_every_wheel_of_ros_is_of_jazzy():
    wheels = entries('wheels')
    pins = {'ros-rclpy': '7.1.6', 'ros-fastrtps': '2.14.5', 'ros-sensor-msgs': '5.3.6',
            'ros-rosidl-parser': '4.6.6', 'ros-ament-cmake': '2.5.4'}  # fmt: skip
    for distribution, version in pins.items():
        assert [line.split()[0] for line in wheels[distribution]] == [f'{distribution}=={version}']
    assert not [name for name in wheels if name.startswith(('ros-kilted', 'ros-fastdds'))]


def test_noble_has_the_versions_of_the_cars_computer():
    noble = {name: lines[0].split()[0] for name, lines in entries('noble').items()}
    assert noble['numpy'].startswith('numpy==1.26.')
    assert noble['scipy'].startswith('scipy==1.11.')
    assert re.match(r'opencv-python-headless==4\.([6-9]|10)\.', noble['opencv-python-headless'])
    assert not [name for name in noble if name.startswith('ros-')]


def test_setuptools_still_knows_editable_installs():
    for name in ('seed', 'wheels', 'colcon'):
        (line,) = entries(name)['setuptools']
        assert int(re.match(r'setuptools==(\d+)', line)[1]) < 80
