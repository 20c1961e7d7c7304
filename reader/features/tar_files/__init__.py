"""TAR files of issue files, as they are or compressed."""
