"""What a reader sees of a file (text, Markdown, HTML), and where each character of it stands in the file."""

from claimtrack.reading.input.file_kinds import KINDS, FileKind, file_kind, to_plain_text
from claimtrack.reading.input.text_map import PlainText

__all__ = ["KINDS", "FileKind", "PlainText", "file_kind", "to_plain_text"]
