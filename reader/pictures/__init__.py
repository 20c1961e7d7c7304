"""Pictures of pages: finding the picture of a text file, and cutting pictures into tiles in the cache."""
