"""After an e-stop nothing moves until somebody resets it and resumes, whatever dies meanwhile."""

from __future__ import annotations

import numpy as np
import pytest
from operated_trial import OperatedTrial

from patrol.components.round_driver import RoundDriver
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.vocabulary import Patrol

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

STANDS = 0.5  # s
PRESS = {
    'button': lambda t: t.simulation.press_e_stop(),
    'service': lambda t: t.bus.call('e_stop_trigger', t.time),
    'straight to the board': lambda t: t.bus.call('_mcu/e_stop_trigger', t.time),
}


class Stillness:
    """Watches that neither a command nor the car moves."""

    def __init__(self, trial):
        self._trial = trial
        self.commanded = 0.0
        self._pose = np.array(trial.simulation.true_pose)
        trial.bus.tap('_mcu/wheel_commands', self._note)

    def _note(self, topic, command):
        self.commanded = max(self.commanded, float(np.abs(command.velocity).max()))

    def moved(self):
        return float(np.abs(self._trial.simulation.true_pose - self._pose).max())

    def holds(self):
        return self.commanded == 0.0 and self.moved() < 0.01


def stopped_trial(press='button'):
    """Return a trial in full drive whose e-stop was pressed, and who watches it."""
    trial = OperatedTrial(load_scenario(ScenarioOptions()))
    assert trial.bring_back()
    PRESS[press](trial)
    trial.wait(STANDS)
    assert trial.speed() < 0.02
    return trial, Stillness(trial)


@pytest.mark.parametrize('press', PRESS)
def test_neither_reset_nor_resume_alone_moves_anything(press):
    trial, still = stopped_trial(press)
    trial.wait(2.0)
    assert trial.patrol_state() == Patrol.PAUSED
    assert not trial.bus.call('patrol/resume', trial.time).success
    trial.wait(3.0)
    assert still.holds()
    assert trial.bus.call('e_stop_reset', trial.time).success
    trial.wait(5.0)
    assert still.holds()
    assert not trial.e_stop
    assert trial.patrol_state() == Patrol.PAUSED
    assert trial.bus.call('patrol/resume', trial.time).success
    assert trial.wait(5.0, trial.drives)


def restart(trial, name, pause):
    """Kill a component and start it again, the operator of unattended rounds included."""
    trial.kill(name)
    trial.wait(pause)
    if name == 'round_driver':
        trial.bus.add(RoundDriver(trial.scenario.start), trial.time)
    elif name == 'round_observer':
        trial.bus.add(trial.observer, trial.time)
    else:
        trial.revive(name)
    trial.wait(3.0)


def test_nothing_moves_while_every_component_dies_and_comes_back():
    trial, still = stopped_trial()
    for name in list(trial.bus.components()):
        restart(trial, name, pause=2.0)
        print(f'{name:20} {trial.seen()} {trial.patrol_state()} moved {still.moved():.4f} m')
        assert still.holds(), name
        assert trial.e_stop
    assert trial.bus.call('e_stop_reset', trial.time).success
    trial.wait(5.0)
    assert still.holds()
    assert trial.bring_back()


def test_a_board_that_reboots_while_stopped_stays_stopped():
    trial, still = stopped_trial()
    trial.simulation.rebuild_board()
    trial.wait(3.0)
    assert still.holds()
    assert trial.seen() == ('stopped', 'not_armed', '')
    assert trial.bus.call('e_stop_reset', trial.time).success
    trial.wait(3.0)
    assert still.holds()
    assert trial.bus.call('patrol/resume', trial.time).success
    assert trial.wait(5.0, trial.drives)


def test_a_trigger_that_does_not_reach_the_board_stops_the_car_all_the_same():
    trial = OperatedTrial(load_scenario(ScenarioOptions()))
    assert trial.bring_back()
    trial.bus.serve(['_mcu/e_stop_trigger'], trial.unreachable)
    assert trial.bus.call('e_stop_trigger', trial.time).success
    trial.wait(STANDS)
    still = Stillness(trial)
    trial.wait(5.0)
    assert still.holds()
    assert trial.seen() == ('stopped', 'e_stop', 'e_stop_trigger')
