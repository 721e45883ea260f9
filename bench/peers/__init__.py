"""Working time beside every library on PyPI that computes it: the same questions and the same rows, in one process.

The adapters and `python -m bench.peers` run in `.venv-peers`, which `bin/bench working-time` makes from
`requirements-peers.lock`. An adapter says what a library can say about a desk in the library's own terms; it repairs
nothing, and refuses with CannotSay what the library has no words for.
"""
