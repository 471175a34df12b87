"""pdfium is one library for the whole process and may be entered by one thread at a time."""

from __future__ import annotations

import threading

PDFIUM = threading.RLock()
"""Hold it around every use of pypdfium2, from opening a document to closing it."""
