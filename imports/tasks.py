"""What the worker does for this room."""

from django_tasks import task

from imports.services import read_file


@task()
def read_import(file_id: int) -> None:
    read_file(file_id)
