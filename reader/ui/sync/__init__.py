"""What the window shows of a sync, and when it starts one in a child process."""
