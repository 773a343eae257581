"""A file → a ReadDocument: opened, repaired, structured."""

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

__all__ = ["Block", "Numbering", "OffsetMap", "Paragraph", "Place", "ReadDocument", "Repair", "SourceText", "Statement", "Suspect"]
