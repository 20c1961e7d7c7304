"""The people whom a newspaper names: recognized, counted, listed, and called otherwise than by their full names."""
