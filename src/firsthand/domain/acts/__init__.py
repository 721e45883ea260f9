"""What acts are asked with: parameters, each with its bounds said once, read of what a form or a program sent."""

from firsthand.domain.acts.kinds import (
    Asker,
    ByWhen,
    Declared,
    File,
    Flag,
    Id,
    Many,
    Number,
    OneOf,
    ParameterKind,
    Text,
)
from firsthand.domain.acts.parameters import Parameter, parameters_of, read_parameters

__all__ = [
    "Asker",
    "ByWhen",
    "Declared",
    "File",
    "Flag",
    "Id",
    "Many",
    "Number",
    "OneOf",
    "Parameter",
    "ParameterKind",
    "Text",
    "parameters_of",
    "read_parameters",
]
