"""The worker's jobs for what is moved in. Each may run twice without harm."""

from procrastinate.contrib.django import app

from moving import imports


@app.task(queue="moving", lock="moving", name="moving.jobs.carry_out")
def carry_out(number: int) -> None:
    """Do what the Import with this number says."""
    imports.carry_out(number)


@app.task(queue="moving", lock="moving", name="moving.jobs.act_on_batch")
def act_on_batch(number: int) -> None:
    """Release a large batch, or take it back."""
    from moving import large_batches  # which defers this job

    large_batches.carry_out(number)
