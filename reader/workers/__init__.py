"""Programs for processes of their own, in which C and C++ libraries decode untrusted files.

They import nothing from `reader`.
"""
