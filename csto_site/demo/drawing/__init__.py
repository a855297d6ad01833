"""Rooms, buildings, tables and faceless people, painted with Pillow alone; see ../photographs.py."""
