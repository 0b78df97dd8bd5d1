"""A process of the drive chain is killed at full speed: the car stops, and says what is missing.

Times are those of the simulated car, which runs in real time here.
"""

from functools import partial

import numpy as np
import pytest
from process_stack import ProcessStack

from patrol.bringup.description import Policy
from patrol.bringup.stacks import CAR
from patrol.vocabulary import Name, Reason

pytestmark = [pytest.mark.ros, pytest.mark.serial, pytest.mark.timeout(300)]

#: Seconds from the kill to the first zero command, and to standing wheels (< 0.02 m/s).
ZERO, STANDING = 0.25, 0.5
#: Who says what when a process is gone.
TELLS = {
    'velocity_gate': (Name.MOTOR_CONTROL, Reason.COMMAND_SILENT),
    'motor_control': (Name.STOP_REASON, Reason.MOTOR_SILENT),
    'path_follower': (Name.STOP_REASON, Reason.SOURCE_SILENT),
    'localization': (Name.STOP_REASON, Reason.LOCALIZATION_SILENT),
    'patrol_planner': (Name.STOP_REASON, Reason.PLANNER_SILENT),
}
LONG = [
    pytest.param(name, marks=pytest.mark.long)
    if name in ('localization', 'patrol_planner')
    else name
    for name in TELLS
]


@pytest.mark.parametrize('name', LONG)
def test_the_car_stops_when_a_process_is_killed(name, tmp_path):
    with ProcessStack(tmp_path / 'run') as stack:
        stack.drive()
        killed = stack.kill(name)
        stack.until(lambda: TELLS[name] in stack.reasons(killed), limit=20.0)
        stack.watch_for(1.0)
        moving = [at for at, speed in stack.driven(killed) if speed >= 0.02]
        standing = max(moving)
        commands = stack.commanded(killed)
        zero = next((at for at, speed in commands if speed == 0.0), None)
        if name == 'motor_control':  # nobody commands any more: the board's own time-out counts
            zero = next(
                at
                for at, status in stack.seen['_mcu/status'].since(killed)
                if status.values['reason'] == Reason.MOTOR_SILENT
            )
        print(f'{name}: zero {zero - killed:.3f} s, standing {standing - killed:.3f} s')
        assert zero - killed <= ZERO
        assert standing - killed <= STANDING
        assert not stack.seen['ground_truth/contacts'].messages


@pytest.mark.long
def test_after_an_e_stop_nothing_moves_whoever_is_killed_and_restarted(tmp_path):
    with ProcessStack(tmp_path / 'run') as stack:
        stack.drive()
        assert stack.call('e_stop_trigger').success
        stack.watch_for(1.0)
        place = stack.pose().copy()
        for name in stack.supervisor.names:
            if name == 'simulator':  # the board is in there: the world would start anew
                continue
            _kill_and_restart(stack, name)
            stack.watch_for(1.0)
            assert np.abs(stack.pose() - place).max() < 0.002, name
        assert stack.call('e_stop_reset').success
        stack.watch_for(3.0)
        assert np.abs(stack.pose() - place).max() < 0.002


def _kill_and_restart(stack, name):
    """Kill a node and wait for the first lease of its successor."""
    killed = stack.supervisor.process_id(name)
    stack.kill(name)
    stack.until(partial(_replaced, stack, name, killed))
    born = stack.now
    stack.until(lambda: stack.leases(name, since=born + 0.1))


def _replaced(stack, name, killed):
    for death in stack.supervisor.poll():
        if not death.restarted:
            stack.supervisor.start_node(name)
    return stack.supervisor.process_id(name) not in (None, killed)


AGAIN = [node.name for node in CAR if node.policy is Policy.RESTART_ONCE]


@pytest.mark.long
@pytest.mark.parametrize('name', AGAIN)
def test_a_node_that_may_be_restarted_goes_on_with_the_round(name, tmp_path):
    with ProcessStack(tmp_path / 'run') as stack:
        stack.drive()
        _kill_and_restart(stack, name)
        stack.watch_for(1.0)
        stack.until(lambda: stack.speed > 0.3)
        assert not stack.seen['ground_truth/contacts'].messages
