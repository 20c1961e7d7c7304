"""OCR results of scanned pages (ALTO, PAGE XML, hOCR): words with boxes, in reading order."""
