"""Uploads: limited while they stream in, and their kind told by their content before anything is kept."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler

from luoshi.errors import LuoshiError, SiteUnwritable, TooLarge, Unreadable
from luoshi.reading.opening import check_kind
from luoshi.web.documents.actions import plain_name

ALL_FILES = 40
"""A request as large as this many of the largest files is cut off."""


class LimitedUpload(TemporaryFileUploadHandler):
    """Keeps a file on disk while it streams in; of one that is too large nothing is kept, and the others go on.

    The uploaded file's `trouble` is the error with which it ended, or None.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._whole = 0

    def new_file(self, *args: Any, **more: Any) -> None:
        self._trouble: LuoshiError | None = None
        self._size = 0
        FileUploadHandler.new_file(self, *args, **more)
        try:
            # A plain name for the file on disk: what people call it may be longer than a disk takes.
            self.file = TemporaryUploadedFile("upload", self.content_type, 0, self.charset, self.content_type_extra)
        except OSError as error:
            self._trouble = SiteUnwritable.of(error)
            self.file = UploadedFile(BytesIO(), "upload", self.content_type)
        self.file.name = self.file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        self._whole += len(raw_data)
        if self._whole > ALL_FILES * settings.UPLOAD_LIMIT:
            raise StopUpload(connection_reset=True)
        if self._size > settings.UPLOAD_LIMIT and self._trouble is None:
            self._trouble = TooLarge.of(plain_name(self.file_name or "-"), self._size, settings.UPLOAD_LIMIT)
            self.file.truncate(0)
        if self._trouble is None:
            try:
                self.file.write(raw_data)
            except OSError as error:
                self._trouble = SiteUnwritable.of(error)

    def file_complete(self, file_size: int) -> UploadedFile:
        try:
            self.file.seek(0)
            self.file.size = file_size
        except OSError as error:
            self._trouble = self._trouble or SiteUnwritable.of(error)
        self.file.trouble = self._trouble
        return self.file


def content_of_upload(upload: UploadedFile) -> tuple[str, bytes, str]:
    """Name, bytes and kind of an uploaded file; an error where it is too large, or of no kind that is read."""
    trouble = getattr(upload, "trouble", None)
    if trouble:
        raise trouble
    name = plain_name(upload.name or "-")
    try:
        content = upload.read()
    except OSError as error:
        raise Unreadable.denied(name) from error
    return name, content, check_kind(name, content)


def content_of_text(text: str, name: str) -> tuple[str, bytes, str]:
    """A text that was typed or pasted, as a file."""
    content = text.replace("\r\n", "\n").strip("\n").encode("utf-8", "replace")
    return plain_name(name), content, check_kind(name, content)
