#!/usr/bin/env python
"""Django's command line, with the embedded PostgreSQL running where no DATABASE_URL is set."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
    from django.core.management import execute_from_command_line

    from csto_site.database import available

    with available():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
