#!/usr/bin/env python
"""The command line of the site: ``manage.py help`` lists what it can do."""

import os
import sys


def main() -> None:
    """Run one management command with the development settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    from django.core.management import execute_from_command_line  # slow import, after the settings are named

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
