"""The demo newsroom: its content as data files in content/, and the loader that enters them as the desk would.

`manage.py demo` fills an empty newsroom. Nobody imports from here but csto_site/newsroom.py, which prints the log-ins.
"""
