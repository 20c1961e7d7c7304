"""Asking for the paper of a day."""
