"""The data model of a newspaper: frozen dataclasses and nothing else."""
