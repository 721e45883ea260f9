"""Judging again what was judged: beside the verdict, never over it."""
