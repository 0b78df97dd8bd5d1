"""The robot_state node."""

from patrol.nodes.entry import quietly


def main() -> None:
    """Run until told to stop."""
    quietly(_run)


def _run() -> None:
    from patrol.nodes.robot_state_node import RobotState
    from patrol.nodes.run import run

    run('robot_state', lambda: [RobotState()])


if __name__ == '__main__':
    main()
