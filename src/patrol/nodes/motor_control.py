"""The motor_control node."""

from patrol.nodes.entry import run_node


def main() -> None:
    """Run until told to stop."""
    run_node('motor_control')


if __name__ == '__main__':
    main()
