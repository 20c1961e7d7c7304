"""How a file is read: into which articles it is divided, and what is told of each."""
