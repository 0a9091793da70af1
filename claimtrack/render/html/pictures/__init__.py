"""The pictures of a page, one file each."""
