"""The small parts that every pane is made of: buttons, lists, labels, typefaces, themes, background tasks."""
