"""The date and the number of an issue, as far as its neighbours and the issue numbers allow to infer them."""
