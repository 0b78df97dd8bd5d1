"""The car is put down five metres away: it must say that it is lost, stand, and find itself."""

from __future__ import annotations

import numpy as np
import pytest
from campaign import some

from patrol.geometry import between, wrap
from patrol.messages import Velocity
from patrol.planning.path_planner import PathPlanner
from patrol.sim.scenario import ScenarioOptions, load_scenario
from patrol.sim.trial import Trial
from patrol.vocabulary import Localized, Name

pytestmark = pytest.mark.long

RUNS = some(range(50), 15)
#: At least this share is found: 45 of 50.
SHARE = 0.9
LOST_WITHIN = 3.0
FOUND_WITHIN = 15.0
#: An estimate this near to the truth (m) counts as found.
FOUND = 0.3


class PersonWithTeleop:
    """Takes the car out of wherever it is: knows the building, sees what is in the way.

    A room is often like its neighbours; driving round in it would tell nobody which one it is. The
    person therefore heads for the next checkpoint of the round, by sight along free lanes.
    """

    def __init__(self, trial):
        self.trial = trial
        self.active = False
        self.command = None
        self._planner = PathPlanner(trial.scenario.grid)
        self._goals = [np.array(c.pose) for c in trial.scenario.route.checkpoints]
        self._turn = 1.0
        self._stood_since = 0.0
        self._back_until = 0.0
        self._was = np.zeros(3)

    def steer(self, scan, now):
        pose = np.array(self.trial.simulation.true_pose)
        if not self.active:
            self._stood_since = now
            self._goals.sort(key=lambda goal: np.hypot(*(goal - pose)[:2]))
            return
        if np.abs(between(self._was, pose)).max() > 0.05:
            self._was, self._stood_since = pose, now
        if now - self._stood_since > 1.0:  # something is in the way: back out and turn
            self._back_until, self._stood_since = now + 2.0, now + 2.0
            self._turn = -self._turn
        if now < self._back_until:
            self.command = Velocity(scan.stamp, -0.15, 0.8 * self._turn)
        else:
            self.command = self._ahead(scan, self._way(pose))

    def _way(self, pose):
        """Return the bearing of the way to a checkpoint out of sight, 1.5 m ahead."""
        while np.hypot(*(self._goals[0] - pose)[:2]) < 4.0:
            self._goals.append(self._goals.pop(0))
        path = self._planner.plan(pose, self._goals[0], any_heading=True)
        if path is None:
            self._goals.append(self._goals.pop(0))
            return 0.0
        ahead = between(pose, path.poses[min(len(path.poses) - 1, 20)])
        return float(np.arctan2(ahead[1], ahead[0]))

    def _ahead(self, scan, way):
        """Drive along the free lane, as wide as the car, that leads best along the way."""
        bearing = wrap(scan.angle_min + scan.angle_increment * np.arange(len(scan.ranges)))
        ranges = np.where(np.isfinite(scan.ranges), scan.ranges, scan.range_max)
        off = bearing[None, :] - bearing[:, None]
        along, across = ranges * np.cos(off), np.abs(ranges * np.sin(off))
        free = np.where((along > 0) & (across < 0.25), along, scan.range_max).min(axis=1)
        choice = (np.minimum(free, 1.5) + 1.5 * np.cos(bearing - way)).argmax()
        best = bearing[choice]
        speed = 0.4 if abs(best) < 0.6 and free[choice] > 0.4 else 0.0
        return Velocity(scan.stamp, speed, float(np.clip(1.5 * best, -1.0, 1.0)))


def kidnap(trial, random):
    """Put the car on a free place about 5 m from where it is; return whether one was found."""
    here = np.array(trial.simulation.true_pose)
    for _ in range(200):
        angle, yaw = random.uniform(-np.pi, np.pi, 2)
        there = np.array([here[0] + 5 * np.cos(angle), here[1] + 5 * np.sin(angle), yaw])
        if trial.simulation.is_free(there):
            trial.simulation.teleport(there)
            return True
    return False


def localization_state(trial):
    return trial.driver.states.get(Name.LOCALIZATION, '')


def run_one(run):
    """Return distance driven until lost was said, and until found again (nan: never)."""
    scenario = load_scenario(ScenarioOptions(layout=1 + run % 10, seed=run, laps=1))
    trial = Trial(scenario)
    random = np.random.default_rng(run)
    person = PersonWithTeleop(trial)
    said, found = np.nan, np.nan
    estimate = {}
    trial.bus.tap('scan', lambda topic, scan: person.steer(scan, trial.time))
    trial.bus.tap('pose', lambda topic, pose: estimate.update(pose=pose))
    limit = 20.0 + random.uniform(0, 60)
    trial.run_until(lambda: False, limit)
    assert localization_state(trial) == Localized.TRACKING
    assert kidnap(trial, random)
    trial.judge.observe()
    origin = trial.judge.driven
    moved_while_lost = 0.0
    last = np.array(trial.simulation.true_pose)
    for step in range(40000):  # the way counts, not the time a person takes for it
        trial.step()
        if step % 4 == 0 and person.active and person.command is not None:
            trial.bus.publish('cmd_vel_teleop', person.command, trial.time)
        pose = np.array(trial.simulation.true_pose)
        state = localization_state(trial)
        driven = trial.judge.driven - origin
        if np.isnan(said) and state != Localized.TRACKING:
            said, still_until = driven, trial.time + 2.0
        if not np.isnan(said) and not person.active:
            if trial.time > still_until - 1.0:
                moved_while_lost += float(np.hypot(*between(last, pose)[:2]))
            person.active = trial.time > still_until
        last = pose
        if state == Localized.TRACKING and not np.isnan(said):
            error = between(pose, estimate['pose'].pose)
            if np.hypot(*error[:2]) < FOUND:
                found = driven
                break
        if driven > FOUND_WITHIN + 1:
            break
    assert trial.simulation.contacts.count == 0
    assert moved_while_lost < 0.02
    return said, found


@pytest.mark.timeout(1800)
def test_lost_is_said_and_the_place_found_again():
    results = np.array([run_one(run) for run in RUNS])
    print(np.round(results, 2).tolist())
    said, found = results.T
    assert (said <= LOST_WITHIN).all()
    assert (found <= FOUND_WITHIN).mean() >= SHARE
