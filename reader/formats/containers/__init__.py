"""Files that hold several files of the library: ZIP, TAR. `opening.Containers` reads paths that lead into them."""
