"""How long does it take to draft the chronicle of a month?

    uv run python -m tools.benchmarks.bench_chronicle [--folder DIR]

The month is that of a library of 100,000 articles a year: it and the 31 days after it, in which it is still reported
on, have some 8,600 each year and a half. Their issues are of recombined sentences of the sample, which tell more days
than papers do. Prints the smallest processor and wall time of three drafts, and ✓ or ✗ for the bound of 2 s.
"""
