"""Tables of contents of an issue whose pages are files beside them: METS and IIIF."""
