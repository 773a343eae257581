"""Any result → json, xlsx, docx, html, and words on a terminal."""
