"""Reads the text of a PDF, a DOCX or a TXT. It runs as a process of its own, which may crash without harm.

    python -m search.reading pdf < file > text

Files come from anywhere. If one takes too much time, memory or text, the system stops this process and nothing else.
"""

import resource
import sys
import zipfile

MAX_CHARACTERS = 400_000
CPU_LIMIT_SECONDS = 30
MAX_MEMORY_BYTES = 700_000_000
MAX_UNPACKED_BYTES = 200_000_000  # bytes of all that is in a DOCX


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT_SECONDS, CPU_LIMIT_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_CHARACTERS * 4, MAX_CHARACTERS * 4))
    written = 0
    for piece in READERS[sys.argv[1]](sys.stdin.buffer):
        words = " ".join(piece.replace("\0", " ").split())
        if words:
            room = MAX_CHARACTERS - written
            sys.stdout.buffer.write((words[:room] + "\n").encode("utf-8", "ignore"))
            written += len(words) + 1
            if written >= MAX_CHARACTERS:
                break
    sys.stdout.flush()


def _pdf(file):
    from pypdf import PdfReader

    reader = PdfReader(file)
    for page in reader.pages:
        yield page.extract_text()


def _docx(file):
    from docx import Document

    with zipfile.ZipFile(file) as archive:
        if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise ValueError("It unpacks to more than a document has.")
    file.seek(0)
    for block in Document(file).iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield " ".join(cell.text for cell in row.cells)
        else:
            yield block.text


def _txt(file):
    start = file.read(MAX_CHARACTERS * 4)
    try:
        yield start.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield start.decode("cp1251", "replace")


READERS = {"pdf": _pdf, "docx": _docx, "txt": _txt}

if __name__ == "__main__":
    main()
