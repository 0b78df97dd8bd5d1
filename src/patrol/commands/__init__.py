"""One file per command of `./patrol`."""
