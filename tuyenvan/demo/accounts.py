"""The demo's accounts: passwords made by chance whenever the data is made, kept beside it and nowhere in the code."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection

from accounts.models import User

# Without letters that look alike, for they are read off a screen and typed on a phone.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, kw_only=True)
class Account:
    username: str
    password: str
    who: str
    place: int  # in the list that is shown: in the order in which a month needs them


def new_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


class AccountMaker:
    """One password for each account shown by name, one for all secretaries, one for all delegates (hashed once)."""

    def __init__(self) -> None:
        self.accounts: list[Account] = []
        self._hashes: dict[str, str] = {}

    def make(self, username: str, full_name: str, *, password: str = "", who: str = "", place: int = 0) -> User:
        """Without a password given the account gets one of its own, and is shown with `who` it is for."""
        if not password:
            password = self.show(username, who, place=place)
        user = User(username=username, full_name=full_name, password=self.hash(password), email=_address(username))
        user.save()
        return user

    def show(self, username: str, who: str, *, place: int, password: str = "") -> str:
        password = password or new_password()
        self.accounts.append(Account(username=username, password=password, who=who, place=place))
        return password

    def rename(self, user: User, username: str, who: str, *, place: int) -> None:
        """An account shown by name from now on, with a password of its own."""
        user.username = username
        user.password = self.hash(self.show(username, who, place=place))
        user.save(update_fields=["username", "password"])

    def hash(self, password: str) -> str:
        if password not in self._hashes:
            self._hashes[password] = make_password(password)  # slow on purpose: once for all who share it
        return self._hashes[password]


def _address(username: str) -> str:
    """Of a domain that nobody can have (RFC 2606); some people have none, as everywhere."""
    return "" if username.endswith("7") else f"{username}@vidu.example"


def accounts_file() -> Path:
    name = connection.settings_dict["NAME"]
    return Path(settings.LOCAL_DIR) / ("demo-accounts.txt" if name == "postgres" else f"demo-accounts-{name}.txt")


def accounts_text(accounts: list[Account]) -> str:
    accounts = sorted(accounts, key=lambda account: account.place)
    name = max(len(account.username) for account in accounts)
    word = max(len(account.password) for account in accounts)
    lines = [f"  {one.username:<{name}}  {one.password:<{word}}  {one.who}" for one in accounts]
    return "\n".join([f"  {'Tên đăng nhập':<{name}}  {'Mật khẩu':<{word}}  Dành cho", *lines]) + "\n"


def save_accounts(accounts: list[Account]) -> None:
    path = accounts_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(accounts_text(accounts))


def saved_accounts() -> str:
    path = accounts_file()
    return path.read_text() if path.exists() else ""
