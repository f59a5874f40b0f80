from imports.services.applying import Applied, apply_file, needs_reason
from imports.services.deciding import (
    abandon,
    answer,
    choose_columns,
    correct_row,
    leave_out,
    leave_out_waiting,
    undo_corrections,
)
from imports.services.pruning import prune
from imports.services.reading_files import read_file, receive_file
from imports.services.refusals import AlreadyDone, ImportRefused

__all__ = [
    "AlreadyDone",
    "Applied",
    "ImportRefused",
    "abandon",
    "answer",
    "apply_file",
    "choose_columns",
    "correct_row",
    "leave_out",
    "leave_out_waiting",
    "needs_reason",
    "prune",
    "read_file",
    "receive_file",
    "undo_corrections",
]
