"""The patrol_planner node."""

from patrol.nodes.entry import run_node


def main() -> None:
    """Run until told to stop."""
    run_node('patrol_planner')


if __name__ == '__main__':
    main()
