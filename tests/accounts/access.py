from tests.access import ROLES, Row

SIGNED_IN = [role for role in ROLES if role != "anonymous"]
FORWARDED = dict.fromkeys(SIGNED_IN, 302)
SEEN = dict.fromkeys(SIGNED_IN, 200)

ROWS: list[Row] = [
    Row(name="account_login", allowed={"anonymous": 200, **FORWARDED}),
    Row(name="mfa_authenticate", allowed=FORWARDED),
    Row(name="account_logout", allowed=SEEN),
    Row(name="account_change_password", allowed=SEEN),
    Row(name="account_inactive", allowed={"anonymous": 200, **SEEN}),
    Row(name="account_signup", allowed={"anonymous": 200, **FORWARDED}),
    Row(name="account_reauthenticate", allowed=SEEN),
    # Without a second factor there is none to ask for: to the password.
    Row(name="mfa_reauthenticate", allowed=FORWARDED),
    Row(name="mfa_index", allowed=SEEN),
    # The password first, for these sessions were not begun with one.
    Row(name="mfa_activate_totp", allowed=FORWARDED),
    Row(name="mfa_generate_recovery_codes", allowed=FORWARDED),
    Row(name="mfa_deactivate_totp", allowed={}, otherwise=404),
    Row(name="mfa_view_recovery_codes", allowed={}, otherwise=404),
    Row(name="account_sessions", allowed=SEEN),
    Row(name="account_sessions", method="post", allowed=FORWARDED),
]
