"""Packed office files: members and their XML, without trust in what they say of themselves."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from luoshi.errors import PasswordProtected, TooLarge, Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_UNPACKED = 400_000_000
"""Bytes that all members may have together."""
MAX_MEMBER = 200_000_000
BOMB_SIZE, BOMB_RATIO = 20_000_000, 150
"""A member larger than this that shrank more than this many times is no document; text shrinks 5 to 30 times."""

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, OSError, ValueError, OverflowError, IndexError)
"""What `zipfile` raises on damaged bytes."""

_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_STRICT = (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main")


def member_names(data: bytes, where: str) -> list[str]:
    """The names of the members; Unreadable where the archive is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return packed.namelist()
    except ZIP_ERRORS as error:
        raise Unreadable.of(where, PurePath(where).suffix[1:] or "ZIP") from error


class Archive:
    """The members of a packed file, looked at before they are unpacked."""

    def __init__(self, data: bytes, where: str, kind: str) -> None:
        self.where, self.kind = where, kind
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_ERRORS as error:
            raise Unreadable.of(where, kind) from error
        self._refuse_bombs()

    def _refuse_bombs(self) -> None:
        members = self._zip.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise PasswordProtected.of(self.where)
        for member in members:
            bomb = member.file_size > BOMB_SIZE and member.file_size > BOMB_RATIO * member.compress_size
            if bomb or member.file_size > MAX_MEMBER:
                raise TooLarge.unpacked(self.where, MAX_MEMBER)
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise TooLarge.unpacked(self.where, MAX_UNPACKED)

    @property
    def names(self) -> list[str]:
        """The members, in the order of the archive."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes | None:
        """The bytes of a member, None where there is none of that name."""
        try:
            return self._zip.read(name)
        except KeyError:
            return None
        except (*ZIP_ERRORS, RuntimeError) as error:
            raise Unreadable.of(self.where, self.kind) from error

    def xml(self, name: str) -> _Element | None:
        """The root of an XML member; entities are refused, and nothing is fetched."""
        data = self.read(name)
        return None if data is None else parse_xml(data, self.where, self.kind)

    def refuse_entities(self) -> None:
        """Unreadable if any XML member declares entities; before the archive is handed to a library."""
        for name in self.names:
            if name.endswith((".xml", ".rels")) and declares_entities(self.read(name) or b""):
                raise Unreadable.entities(self.where)


def declares_entities(data: bytes) -> bool:
    """Whether an XML document has a document type, in any encoding."""
    return bool(_ENTITIES.search(data) or (b"\0" in data[:200] and _ENTITIES.search(data.replace(b"\0", b""))))


def parse_xml(data: bytes, where: str, kind: str) -> _Element:
    """The root of an XML document that was not trusted."""
    from lxml import etree

    if declares_entities(data):
        raise Unreadable.entities(where)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data.replace(*_STRICT), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable.of(where, kind) from error
