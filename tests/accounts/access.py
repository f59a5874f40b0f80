from tests.access import ROLES, Row

SIGNED_IN = [role for role in ROLES if role != "anonymous"]
FORWARDED_HOME = dict.fromkeys(SIGNED_IN, 302)
SEEN = dict.fromkeys(SIGNED_IN, 200)

ROWS: list[Row] = [
    Row(name="account_login", allowed={"anonymous": 200, **FORWARDED_HOME}),
    Row(name="account_logout", allowed=SEEN),
    Row(name="account_change_password", allowed=SEEN),
    Row(name="account_inactive", allowed={"anonymous": 200, **SEEN}),
    Row(name="account_signup", allowed={"anonymous": 200, **FORWARDED_HOME}),
    Row(name="account_reauthenticate", allowed=SEEN),
]
