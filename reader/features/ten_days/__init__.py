"""The ten days before and after an article, for the words or the person that are read."""
