"""Chronicles (大事记): a line for an event, in the words of the papers, with its day and its sources."""
