"""People in the window: the list of them, a person's card, the evidence, lists of names, decisions by hand."""
