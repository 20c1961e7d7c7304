"""Pictures of pages: which picture belongs to a text, and the picture cut into tiles of several sizes, in the cache."""
