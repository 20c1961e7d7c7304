"""Issue manifests (METS, IIIF): files that name the files of an issue's pages in the same folder."""
