"""The reader who has this page open, and signing in where the installation tells readers apart."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import access
from dashboard.errors import InputError
from dashboard.ui.place import here


def current() -> access.Reader:
    """The reader of this session; where the readers' file is at fault, one of whom nothing is
    known.
    """
    if not access.signs_in():
        return access.default_reader()
    try:
        return access.find_reader(_email())
    except InputError as error:
        here.error(str(error))
        return access.default_reader()


def _email() -> str | None:
    """The address that the provider has verified; None where nobody has signed in."""
    user = st.user.to_dict()
    known = user.get("is_logged_in") is True and user.get("email_verified", True) is True
    return str(user["email"]) if known and user.get("email") else None


def signed_in_email() -> str | None:
    """The verified address of who has signed in; None where nobody has, or there is no sign-in."""
    return _email() if access.signs_in() else None


def offer_sign_in(place: Any) -> None:
    """Draw in ``place`` the button to sign in, or out with the address; nothing where there is no
    sign-in.
    """
    if not access.signs_in() or "is_logged_in" not in st.user.to_dict():
        return
    email = _email()
    if st.user.is_logged_in:
        place.button(
            f"Sign out {email}" if email else "Sign out", on_click=st.logout, key="sign_out"
        )
    else:
        place.button("Sign in", on_click=st.login, key="sign_in")
