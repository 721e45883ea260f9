"""Firsthand: a self-hosted request desk that runs your written customer-first policy."""

__version__ = "0.1.0"
