"""How an amendment becomes part of the book: approved, published, sealed, signed; and folders that agree with it."""
