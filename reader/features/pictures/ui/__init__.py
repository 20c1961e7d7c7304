"""The picture of a page next to its text: tiles, zooming, outlined articles, boxed hits, synchronized scrolling."""
