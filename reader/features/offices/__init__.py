"""Who is seen in which office of a body: first and last seen, gaps, and two people at once, never decided."""
