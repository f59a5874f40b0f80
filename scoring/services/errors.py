from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """An act that the rules do not allow now; the message is for the reader."""

    @property
    def text(self) -> str:
        return " ".join(self.messages)
