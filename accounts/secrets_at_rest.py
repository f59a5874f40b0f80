"""Secrets are encrypted in the database: with a copy of it alone nobody computes a code or opens a calendar."""

import base64
import logging
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SECOND_FACTOR = b"tuyenvan: second factor"

logger = logging.getLogger(__name__)


def encrypt(text: str, *, purpose: bytes = SECOND_FACTOR) -> str:
    return _keys(purpose).encrypt(text.encode()).decode()


def decrypt(text: str, *, purpose: bytes = SECOND_FACTOR) -> str | None:
    """None when no key fits: SECRET_KEY was changed and SECRET_KEY_FALLBACKS does not name the old one."""
    try:
        return _keys(purpose).decrypt(text.encode()).decode()
    except InvalidToken:
        logger.error("A secret cannot be read: SECRET_KEY_FALLBACKS lacks the key it was written with.")
        return None


def _keys(purpose: bytes) -> MultiFernet:
    return _keys_from(purpose, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=8)
def _keys_from(purpose: bytes, *secrets: str) -> MultiFernet:
    """The newest encrypts, any of them decrypts. HKDF keeps each use apart, and from Django's own signing."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(secret, purpose))) for secret in secrets])


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
