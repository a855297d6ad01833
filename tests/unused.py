"""Prints the functions, classes and methods that nothing uses, found by vulture; `script/lint` runs this.

Each word in a template counts as a use, and so does the end of each dotted name in quotes, as in the settings. Fields,
options and members of enumerations are named in too many ways to be judged.
"""

import re
import sys
from pathlib import Path

from vulture import Vulture
from vulture.config import make_config

DOTTED = re.compile(r'"(?:\w+\.)+(\w+)"')
UNJUDGED = {"variable", "attribute"}


def main():
    config = make_config([])
    found = Vulture(ignore_names=config["ignore_names"], ignore_decorators=config["ignore_decorators"])
    found.scavenge(config["paths"], config["exclude"])
    for template in Path("templates").rglob("*.*"):
        found.used_names |= set(re.findall(r"\w+", template.read_text(encoding="utf-8")))
    for module in Path().glob("[!.]*/**/*.py"):
        found.used_names |= set(DOTTED.findall(module.read_text(encoding="utf-8")))
    unused = [item for item in found.get_unused_code() if item.typ not in UNJUDGED]
    for item in unused:
        print(f"{item.filename}:{item.first_lineno}: nothing uses the {item.typ} {item.name}")
    return bool(unused)


if __name__ == "__main__":
    sys.exit(main())
