"""Answering a query: by the index and the texts, rung by rung; what is shown of the answer, and what to ask instead."""
