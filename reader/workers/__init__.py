"""Programs that run in processes of their own: C and C++ on a stranger's bytes. They import nothing of the reader."""
