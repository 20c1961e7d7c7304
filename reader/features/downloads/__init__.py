"""Downloads of databases: the articles of several days in one file, each with its labelled fields."""
