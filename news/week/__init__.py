"""The week ahead: the meetings and events of today and the next six days, with what has changed since yesterday.

entries   what is on, by day in the press office's time, read with a visitor's rights
paper     the same as a sheet to be printed
views     the page, the PDF, and the calendar of all meetings and advisories
"""
