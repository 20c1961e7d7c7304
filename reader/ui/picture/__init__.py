"""The picture of a page beside its text: tiles, zoom, outlined articles, boxed hits."""
