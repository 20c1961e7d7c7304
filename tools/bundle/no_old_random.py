"""Stands in for `numpy.random.mtrand`, the generator that NumPy keeps for old programs; ours draw by `Generator`."""


class RandomState:
    """What a seed may be asked whether it is one; none is."""
