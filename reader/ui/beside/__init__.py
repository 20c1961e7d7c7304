"""What is read beside an article: a second one, its other printings, its other sources."""
