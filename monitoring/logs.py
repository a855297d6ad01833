"""Log lines, as JSON for machines or text for people, without anything personal or unpublished.

More people read logs than work in the newsroom, and logs are kept for longer. So they say what happened and where in
the code, never with which texts:

- Of an exception they show the type and the traceback, never local variables, and the message only if it cannot repeat
data. Messages of PostgreSQL repeat rows (“Key (title)=(…)”), those of Python keys and values; instead of these the
log has the error code and the names of table, column and constraint.
- Of a request they show the name of the view, never the address, which may have the title of an embargoed article or
the token of an enquiry.
- Of a job they show number and task, never the arguments.
- E-mail addresses and line breaks are always removed.
"""

import errno
import logging
import smtplib
import traceback

import django.db
import psycopg
import structlog
from django.core.exceptions import ImproperlyConfigured

from mailing import redaction

# The messages of these name parts of the program or the machine, not data.
OF_THE_MACHINE = (ImproperlyConfigured, AttributeError, NameError, ImportError, RecursionError, MemoryError)
# Outages outside the program; csto_site/errors.py explains them to people.
OUTSIDE = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.ReadOnlySqlTransaction)
NOT_OUR_PLACES = ("site-packages", "/monitoring/requests.py")  # the latter only counts queries
FULL = (errno.ENOSPC, errno.EDQUOT)
# Further facts that a line may have.
FACTS = {"method", "view", "status", "ms", "queries"}


class Formatter(structlog.stdlib.ProcessorFormatter):
    """A formatter of the standard library's logging; `as_json` for machines, else lines for people."""

    def __init__(self, as_json):
        render = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _line
        super().__init__(
            foreign_pre_chain=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.ExtraAdder(FACTS),
                _of_job,
                _exception,
                _clean,
            ],
            processors=[self.remove_processors_meta, render],
        )

    def format(self, record):
        record = logging.makeLogRecord(record.__dict__)
        if hasattr(record, "request"):
            _without_address(record)
        if isinstance(record.args, tuple):
            record.args = tuple(said(arg) if isinstance(arg, BaseException) else arg for arg in record.args)
        return super().format(record)


def of_job(call_next, context, worker):
    """Add number and task to every line that a job writes (a middleware of the worker)."""
    with structlog.contextvars.bound_contextvars(job=context.job.id, task=context.job.task_name):
        return call_next()


def said(error):
    """Return the type of an exception, and its message if that cannot repeat data."""
    return ": ".join(filter(None, [type(error).__name__, _words(error)]))


def _words(error):
    if isinstance(error, django.db.Error) and isinstance(error.__cause__, psycopg.Error):
        error = error.__cause__
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return str(error).partition("\n")[0]  # the server did not answer, so it repeats no data
    if isinstance(error, psycopg.Error):
        facts = {"table": error.diag.table_name, "column": error.diag.column_name, "by": error.diag.constraint_name}
        return " ".join([error.sqlstate or "", *(f"{name} {value}" for name, value in facts.items() if value)])
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    if isinstance(error, OSError) and error.errno:
        return errno.errorcode.get(error.errno, str(error.errno))  # without file names
    return str(error) if isinstance(error, OF_THE_MACHINE) else ""


def _without_address(record):
    """Keep the beginning of Django's messages on requests: they end with the address."""
    if isinstance(record.args, tuple) and record.msg.endswith(": %s"):
        record.msg, record.args = record.msg.removesuffix(": %s"), record.args[:-1]
    else:
        record.msg, record.args = "Refused", ()


# --- Steps from a record to a line -----------------------------------------------------------------------------------


def _of_job(logger, method, facts):
    """Replace the queue's messages, which repeat the arguments of jobs, with their `action`."""
    record = facts["_record"]
    if hasattr(record, "action"):
        facts["event"] = record.action
    if isinstance(job := getattr(record, "job", None), dict):
        facts |= {"job": job.get("id"), "task": job.get("task_name"), "attempts": job.get("attempts")}
    return facts


def _exception(logger, method, facts):
    exc_info = facts.pop("exc_info", None)
    facts.pop("stack_info", None)
    if exc_info and exc_info[1]:
        outside = what_lies_outside(exc_info[1])
        facts["exception"] = _told_shortly(exc_info[1], outside) if outside else "\n".join(_told(exc_info[1]))
    return facts


def what_lies_outside(error):
    """Return the outage that caused `error`, of the database or the disk; None for a bug of ours."""
    while error is not None:
        if isinstance(error, OUTSIDE) or (isinstance(error, OSError) and error.errno in FULL):
            return error
        error = error.__cause__ or error.__context__
    return None


def _told_shortly(error, outside):
    """Return one line: during an outage there are thousands of such errors, and their tracebacks do not help."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if not any(part in frame.filename for part in NOT_OUR_PLACES)]
    place = f" at {ours[-1].filename}:{ours[-1].lineno} {ours[-1].name}" if ours else ""
    return f"{said(outside)}{place}"


def _told(error):
    """Yield the lines of a traceback, the first cause first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    yield said(error)


def _clean(logger, method, facts):
    return {
        name: redaction.without_addresses(value) if isinstance(value, str) else value for name, value in facts.items()
    }


def _line(logger, method, facts):
    """Return one line for people, with the traceback below it."""
    head = [facts.pop("timestamp"), facts.pop("level").upper(), f"{facts.pop('logger')}:", facts.pop("event")]
    exception = facts.pop("exception", "")
    line = " ".join([*head, *(f"{name}={value}" for name, value in facts.items())])
    return "\n".join(filter(None, [" ".join(line.splitlines()), exception]))
