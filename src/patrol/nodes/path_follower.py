"""The path_follower node."""

from patrol.nodes.entry import run_node


def main() -> None:
    """Run until told to stop."""
    run_node('path_follower')


if __name__ == '__main__':
    main()
