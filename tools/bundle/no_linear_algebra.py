"""`numpy.linalg._umath_linalg` of a bundle for Linux: there are no solvers in it, as there is no LAPACK (`products.py`)."""
