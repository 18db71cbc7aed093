"""Records of the Federal Case Registry: layouts as data, read and written byte by byte."""
