"""Changing the book: what an amendment touches and changes, who must agree, the line of a clause, seals."""
