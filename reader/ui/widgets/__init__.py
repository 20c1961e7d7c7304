"""The small parts that panes are made of: buttons, lists, labels, typefaces, themes, background tasks."""
