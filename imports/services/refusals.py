from django.core.exceptions import ValidationError


class ImportRefused(ValidationError):
    """An act that the state of the file does not allow; its Vietnamese message is for the person who tried."""


class AlreadyDone(ImportRefused):
    """The second of two presses, or of two tabs: what was asked for has been done."""
