"""Mails that we make, each labelled with what a reader should find in it. `README.md` explains their format."""
