"""A file → a ReadDocument: opened, repaired, structured."""

from luoshi.reading.chain import read, read_all, read_source, read_text
from luoshi.reading.document import (
    Block,
    Numbering,
    OffsetMap,
    Paragraph,
    Place,
    ReadDocument,
    Repair,
    SourceText,
    Statement,
    Suspect,
)
from luoshi.reading.structure import parse_numbering

__all__ = [
    "Block",
    "Numbering",
    "OffsetMap",
    "Paragraph",
    "Place",
    "ReadDocument",
    "Repair",
    "SourceText",
    "Statement",
    "Suspect",
    "parse_numbering",
    "read",
    "read_all",
    "read_source",
    "read_text",
]
