"""Recognition of people's names in texts, with the evidence for each name."""
