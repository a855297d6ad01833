"""The worker's jobs for what is moved in. Each may run twice without harm.

One at a time: two would read the disk against each other, and the worker has other work, too. What a job does is
imported when it runs, because the same module defers the job.
"""

from procrastinate.contrib.django import app


@app.task(queue="moving", lock="moving", name="moving.jobs.carry_out")
def carry_out(number: int) -> None:
    """Do what the Import with this number says."""
    from moving import imports

    imports.carry_out(number)


@app.task(queue="moving", lock="moving", name="moving.jobs.act_on_batch")
def act_on_batch(number: int) -> None:
    """Release a large batch, or take it back."""
    from moving import large_batches

    large_batches.carry_out(number)
