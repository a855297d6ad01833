"""An article or a meeting as a PDF, as plain text, and as a citation.

sheets      what is printed, read from the database with a visitor's rights, as data
typesetting the PDF that typst makes of it
text        the same as plain text
citation    references to the article or meeting
views       the views
"""
