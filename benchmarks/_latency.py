"""From a velocity command to the wheel command that obeys it, over DDS."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from patrol.bringup import environment
from patrol.bringup.description import Group, Stack
from patrol.bringup.simulated_round import parameter_file, write_files
from patrol.bringup.supervisor import Supervisor
from patrol.sim.scenario import ScenarioOptions, load_scenario

TURNS = (0.3, 0.6)  # rad/s
HOLD, PERIOD = 0.6, 0.04  # s
LIMIT = 60.0


def command_to_wheel(samples: int) -> dict[str, Any]:
    """Turn on the spot, now slower, now faster; time each change until the wheels are told.

    Only simulator, velocity_gate and motor_control run. The chain runs on odometry, so that up to
    20 ms are waiting for the next wheel state.
    """
    environment.enter()
    options = ScenarioOptions()
    with tempfile.TemporaryDirectory() as folder:
        stack, told = write_files(options, load_scenario(options), Path(folder), 1.0)
        few = tuple(n for n in stack.nodes if n.group in (Group.SIMULATION, Group.SAFETY))
        supervisor = Supervisor(
            Stack('safety', few),
            Path(folder) / 'logs',
            (parameter_file(), told),
            environment.stack_environment(),
        )
        supervisor.start()
        try:
            times = _measure(samples)
        finally:
            supervisor.stop()
    return {
        'command_to_wheel_ms_p50': 1e3 * float(np.percentile(times, 50)),
        'command_to_wheel_ms_p99': 1e3 * float(np.percentile(times, 99)),
    }


def _measure(samples: int) -> list[float]:
    import rclpy

    from benchmarks._turner import Turner

    rclpy.init(args=[])
    turner = Turner()
    random = np.random.default_rng(1)
    times = []
    try:
        with turner.listening():
            turner.release(LIMIT)
            turner.hold(TURNS[0], 2.0, PERIOD)
            for sample in range(samples):
                turner.hold(TURNS[sample % 2], HOLD + random.uniform(0, PERIOD), PERIOD)
                times.append(turner.change(TURNS[(sample + 1) % 2], time.monotonic() + 2.0))
    finally:
        turner.destroy_node()
        rclpy.try_shutdown()
    return times
