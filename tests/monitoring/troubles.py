"""Troubles as they really come, and what the health page says of them."""

from django.db import connection
from django.test import Client


def run(sql, values=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() if "RETURNING" in sql or sql.startswith("SELECT") else None


def no_jobs():
    run("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def a_living_worker(seconds=1):
    """Let a worker have given a sign of life some `seconds` ago; return its number."""
    columns = "(last_heartbeat) VALUES (now() - %s * interval '1 second')"
    return run(f"INSERT INTO procrastinate_workers {columns} RETURNING id", [seconds])[0]


def a_job(status="todo", seconds=0, task="photos.jobs.render", worker=None, queue="photos"):
    """Put a job into the queue that came to be as it is some `seconds` ago."""
    columns = "(queue_name, task_name, status, worker_id) VALUES (%s, %s, 'todo', %s)"
    [job] = run(f"INSERT INTO procrastinate_jobs {columns} RETURNING id", [queue, task, worker])
    run("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s AND %s <> 'todo'", [job, status])
    run("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job])
    run("UPDATE procrastinate_events SET at = now() - %s * interval '1 second' WHERE job_id = %s", [seconds, job])
    return job


machine = Client()


def readiness(path="/readyz"):
    """Return (status, what is wrong as {kind: number}) as a machine reads it."""
    answer = machine.get(path)
    assert "no-store" in answer["Cache-Control"]
    told = dict(line.split(": ") for line in answer.content.decode().splitlines())
    return answer.status_code, {kind: int(number) for kind, number in told.items() if number != "ok"}
