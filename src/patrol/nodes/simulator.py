"""The simulator node."""

from patrol.nodes.entry import quietly


def main() -> None:
    """Run until told to stop."""
    quietly(_run)


def _run() -> None:
    from patrol.nodes.run import guarded
    from patrol.nodes.simulate import simulate

    guarded('simulator', simulate)


if __name__ == '__main__':
    main()
