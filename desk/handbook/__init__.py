"""The handbook of the desk, and help beside the work.

pages     the pages as they stand in docs/handbook/, one file a task and language
screens   which page belongs to which screen of the desk
views     /desk/help/
paper     all pages as one PDF
"""
