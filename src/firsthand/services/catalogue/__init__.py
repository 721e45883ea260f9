"""The catalogue of acts: everything that a teammate can do, each declared once.

What is declared here makes the forms, the command palette, the reference page and the tests of roles; pages post to it.
"""

from firsthand.services.catalogue.registry import CATALOGUE, act_named, acts_of

__all__ = ["CATALOGUE", "act_named", "acts_of"]
