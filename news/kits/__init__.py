"""Press kits: what is public of an article, or of all articles about a meeting, as one ZIP.

content    what goes in, read from the database before the first byte is sent
stories    an edition as plain text, as a self-contained page, and as paragraphs
word       a story as a Word document
stream     the ZIP itself, written while it is sent
"""
