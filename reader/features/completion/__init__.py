"""What a shell completes, and the manual page, made from the commands that there are."""
