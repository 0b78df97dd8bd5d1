"""The obstacle_sensing node."""

from patrol.nodes.entry import run_node


def main() -> None:
    """Run until told to stop."""
    run_node('obstacle_sensing')


if __name__ == '__main__':
    main()
