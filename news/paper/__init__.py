"""An article or a meeting on paper and in a footnote: as a PDF, as plain text, as a citation.

sheets      what is printed, asked of the database under the visitor's rights, as data
setting     the PDF made of it by typst
text        the same as lines for a terminal
citation    how the article or the meeting is referred to
views       the addresses
"""
