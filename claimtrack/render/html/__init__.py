"""Pages: the attribution report as one self-contained HTML file, and as a small site. Opens no file."""
