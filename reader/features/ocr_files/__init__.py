"""OCR results of scanned pages (ALTO, PAGE XML, hOCR): pages of words with boxes."""
