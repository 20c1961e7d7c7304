"""Two texts compared: their letters aligned, and their differences character by character and in words."""
