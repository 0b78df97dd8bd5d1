"""Which nodes make which stack, with which parameters, and how they are run without launch."""
