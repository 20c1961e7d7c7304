"""`python -m tools.bundle`: what people install, made of this checkout: docs/releasing.md."""
