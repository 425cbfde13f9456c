"""The commands of the monitor, each loaded when called."""
