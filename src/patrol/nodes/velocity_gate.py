"""The velocity_gate node."""

from patrol.nodes.entry import run_node


def main() -> None:
    """Run until told to stop."""
    run_node('velocity_gate')


if __name__ == '__main__':
    main()
