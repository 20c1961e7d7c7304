"""Leafing quickly through a newspaper's issues, headlines only."""
