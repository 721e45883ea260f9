"""What acts are asked with: parameters, each with its bounds said once, read of what a form or a program sent."""

from firsthand.domain.acts.kinds import (
    Addresses,
    Asker,
    ByWhen,
    Declared,
    File,
    Files,
    Flag,
    Id,
    Many,
    Number,
    OneOf,
    Others,
    ParameterKind,
    SentFile,
    Text,
    WhenSaid,
)
from firsthand.domain.acts.parameters import Parameter, Sent, parameters_of, read_parameters

__all__ = [
    "Addresses",
    "Asker",
    "ByWhen",
    "Declared",
    "File",
    "Files",
    "Flag",
    "Id",
    "Many",
    "Number",
    "OneOf",
    "Others",
    "Parameter",
    "ParameterKind",
    "Sent",
    "SentFile",
    "Text",
    "WhenSaid",
    "parameters_of",
    "read_parameters",
]
