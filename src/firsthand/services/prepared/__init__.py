"""Queries whose SQL is made once: for what every page asks, making it takes longer than the answer."""
