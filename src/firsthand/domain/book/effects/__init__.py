"""The effects that a clause of a book may have, one file each.

A file holds the frozen value, its key and shape in the file format, what it settles, how two are compared, and its one
sentence. The parser, the reference page, the prover, the comparison and the pages take all of it from the registry, so
that a new effect is a new file here and nothing else.
"""

from importlib import import_module
from pkgutil import iter_modules

from firsthand.domain.book.effects.effect import Effect, EffectAnswer
from firsthand.domain.book.effects.registry import EFFECTS, EffectKey, register, registered

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["EFFECTS", "Effect", "EffectAnswer", "EffectKey", "register", "registered"]
