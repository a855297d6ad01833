"""Press kits: what is public of an article, or of all articles about a meeting, as one ZIP.

content    what goes in, asked of the database once, before the first byte
stories    an edition as plain text, as a page of its own, and as paragraphs
word       a story as a Word document
stream     the ZIP itself, written while it is sent
"""
