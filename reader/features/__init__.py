"""The features: each a folder with everything that only it needs, and a plug in its package (`reader.plugs`)."""
