"""Words of libraries, which no clerk should read."""

import re

#: Two English words in a row, a library's name, an exception's.
OF_LIBRARIES = re.compile(
    r"[a-z]{2,} [a-z]{2,}|pikepdf|pdfium|qpdf|libreofficekit|jbig2dec|[a-z]Error\b", re.IGNORECASE
)
