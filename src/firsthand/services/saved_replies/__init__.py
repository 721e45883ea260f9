"""Saved replies: texts with variables that teams write again and again."""
