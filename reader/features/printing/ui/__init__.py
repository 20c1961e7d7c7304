"""The dialog of printing."""
