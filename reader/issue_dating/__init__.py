"""What day an issue is of and which number it has, as far as its neighbours and the numbers tell."""
