"""The paper of a birthday or another day."""
