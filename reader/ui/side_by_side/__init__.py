"""Reading two texts side by side: the second article, the other printings of a text, its other sources."""
