"""Run the tests nearest to what has changed since main; script/check calls it.

A changed file of tests is run itself. Any other changed file has those run that are named after it or import it, and
where there are none, those of its folder under tests/.
"""

import ast
import functools
import os
import subprocess
import sys

from csto_site.places import BASE

TESTS = BASE / "tests"
ALWAYS = [TESTS / "test_imports.py", TESTS / "test_catalogues.py"]
MAX_FILES = 40  # which two cores can run within a minute


def run(since):
    changed = changed_files(since)
    found = nearest(changed)
    chosen = found[:MAX_FILES]
    print(f"{len(changed)} files have changed; of {len(found)} test files for them, {len(chosen)} are run.", flush=True)
    in_a_browser = any("mark.browser" in path.read_text() for path in changed if is_test(path))
    only = [] if in_a_browser else ["-m", "not browser"]
    arguments = ["-m", "pytest", "-qx", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", *only]
    os.execv(sys.executable, [sys.executable, *arguments, *dict.fromkeys([*ALWAYS, *chosen])])


def changed_files(since):
    """Return what differs from where this branch left `since`, committed or not; what is deleted has no tests."""
    begun = git("merge-base", since, "HEAD")[0]
    names = [*git("diff", "--name-only", "--diff-filter=d", begun), *git("ls-files", "--others", "--exclude-standard")]
    return [BASE / name for name in names]


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=BASE, check=True, capture_output=True, text=True).stdout.splitlines()


def nearest(changed):
    """Return the files of tests for the changed files, the nearest first and each once."""
    ours = [path for path in changed if is_test(path)]
    others = [path for path in changed if not is_test(path)]
    for choose in (named_after, importing):
        ours += [test for path in others for test in choose(path)]
    ours += [test for path in others if not (named_after(path) or importing(path)) for test in of_its_folder(path)]
    return list(dict.fromkeys(ours))


def is_test(path):
    return path.is_relative_to(TESTS) and path.name.startswith("test_") and path.suffix == ".py"


def named_after(path):
    return sorted(test for test in of_its_folder(path) if test.stem.startswith(f"test_{path.stem}"))


def importing(path):
    if path.suffix != ".py":
        return []
    module = ".".join(path.relative_to(BASE).with_suffix("").parts).removesuffix(".__init__")
    return sorted(test for test in TESTS.rglob("test_*.py") if module in imported(test))


@functools.cache
def imported(path):
    """Return the full names that a module imports, be they modules or what stands in them."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def of_its_folder(path):
    """Return the tests of the deepest folder under tests/ that mirrors the folder of the file or of the template."""
    parts = path.relative_to(BASE).parent.parts
    if parts[:1] in (("templates",), ("tests",)):
        parts = parts[1:]
    while parts and not TESTS.joinpath(*parts).is_dir():
        parts = parts[:-1]
    return sorted(TESTS.joinpath(*parts).rglob("test_*.py")) if parts else []


if __name__ == "__main__":
    run(*sys.argv[1:])
