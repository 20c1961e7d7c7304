"""`numpy.linalg._umath_linalg` of a bundle for Linux: it has no solvers, for it has no LAPACK (`products.py`)."""
