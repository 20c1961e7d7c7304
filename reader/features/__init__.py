"""The features: each a folder with everything that only it needs, and a module `plug` (`reader.plugs`)."""
