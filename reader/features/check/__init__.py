"""Checks catalogue, index and user data, and rebuilds the first two."""
