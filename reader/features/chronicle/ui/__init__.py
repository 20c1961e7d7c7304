"""Chronicles in the window: the events that the articles asked for tell, and the chronicles that are kept."""
