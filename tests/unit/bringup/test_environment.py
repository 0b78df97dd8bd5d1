import os
import subprocess
import sys
from pathlib import Path

from patrol.bringup.environment import stack_environment


def test_alone_unless_told():
    told = stack_environment({})
    assert told['ROS_AUTOMATIC_DISCOVERY_RANGE'] == 'LOCALHOST'
    assert told['ROS_DOMAIN_ID'] == '0'
    assert Path(told['FASTDDS_DEFAULT_PROFILES_FILE']).is_file()


def test_what_the_user_chose_stays():
    chosen = {'ROS_DOMAIN_ID': '42', 'ROS_AUTOMATIC_DISCOVERY_RANGE': 'SUBNET'}
    told = stack_environment(chosen)
    assert {name: told[name] for name in chosen} == chosen


def test_everything_is_written_below_patrol_home(patrol_home):
    assert Path(stack_environment({})['ROS_LOG_DIR']).is_relative_to(patrol_home)


def test_a_child_runs_this_very_package():
    environment = {**os.environ, **stack_environment({})}
    code = 'import patrol; print(patrol.__file__)'
    said = subprocess.run(
        [sys.executable, '-c', code], env=environment, capture_output=True, text=True, check=True
    )
    import patrol

    assert said.stdout.strip() == patrol.__file__
