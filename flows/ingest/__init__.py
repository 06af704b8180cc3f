"""Seeds to articles as found: files, encodings, formats, metadata."""
