"""Articles as documents of the Text Encoding Initiative."""
