"""The demo newsroom: its content as data files in content/, and the loader that enters them as the desk would.

No application imports from here; `manage.py demo` fills an empty newsroom.
"""
