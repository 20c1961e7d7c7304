"""What OCR programs write of a scanned page (ALTO, PAGE XML, hOCR): words with boxes, in reading order."""
