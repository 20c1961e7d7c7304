"""Files that contain several files of the library: ZIP, TAR, tables, books. Read by `opening.Containers`."""
