"""Any JSON, XML or SGML with text, whoever has made it: what a key or a tag stands for is told by its name."""
