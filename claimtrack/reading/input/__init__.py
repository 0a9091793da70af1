"""What a reader sees of a file (text, Markdown, HTML), and where each character of it stands in the file."""

from claimtrack.reading.input.file_kinds import KINDS, Kind, kind_of, plain
from claimtrack.reading.input.text_map import Plain

__all__ = ["KINDS", "Kind", "Plain", "kind_of", "plain"]
