"""Talking to the office's identity provider: the authorization code flow with PKCE, and the check of what comes back.

Source: OpenID Connect Core 1.0, 3.1; Discovery 1.0, 4; RFC 7636; RFC 9700, 2.1. Authlib and requests are loaded when
somebody signs in this way, not at every start.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from office.rules.openid import ALGORITHMS, LEEWAY_SECONDS, TIMEOUT_SECONDS, Begun, Identity, OpenIdRefused
from web.openid_settings import THIS_MACHINE, OpenIdClient

if TYPE_CHECKING:
    from joserfc.jwk import KeySetSerialization

SCOPE = "openid email"
DISCOVERY = "/.well-known/openid-configuration"


def begin(client: OpenIdClient, back: str) -> tuple[str, Begun]:
    """Where to send a browser, and what it has to bring back. Raises OpenIdRefused (openid_silent)."""
    begun = Begun(*(secrets.token_urlsafe(32) for _part in range(3)))
    endpoint = _metadata(client)["authorization_endpoint"]
    with _session(client, back) as asking:
        address, _state = asking.create_authorization_url(
            endpoint, state=begun.state, nonce=begun.nonce, code_verifier=begun.verifier
        )
    return str(address), begun


def finish(client: OpenIdClient, back: str, begun: Begun, code: str, now: dt.datetime) -> Identity:
    """Who the provider says somebody is, after its signature and every claim were checked.

    Raises OpenIdRefused: openid_silent, openid_invalid.
    """
    metadata = _metadata(client)
    try:
        with _session(client, back) as asking:
            token = asking.fetch_token(
                metadata["token_endpoint"], code=code, code_verifier=begun.verifier, timeout=TIMEOUT_SECONDS
            )
    except Exception as error:
        raise OpenIdRefused(code=_code_of(error)) from error
    claims = _checked(client, metadata, token, begun.nonce, now)
    if "email" not in claims:
        claims = {**_user_info(metadata, token, claims["sub"]), **claims}
    return _identity(client.issuer, claims)


def _checked(
    client: OpenIdClient, metadata: dict[str, Any], token: dict[str, Any], nonce: str, now: dt.datetime
) -> dict[str, Any]:
    """The claims of the ID token. Source: OpenID Connect Core 1.0, 3.1.3.7."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.jwk import KeySet

    keys = KeySet.import_key_set(cast("KeySetSerialization", _get(metadata["jwks_uri"])))
    options = {
        "iss": {"essential": True, "value": client.issuer},
        "aud": {"essential": True, "value": client.client_id},
    }
    params = {"nonce": nonce, "client_id": client.client_id, "access_token": token.get("access_token")}
    try:
        found = jwt.decode(str(token["id_token"]), keys, algorithms=list(ALGORITHMS))
        claims = CodeIDToken(found.claims, found.header, options=options, params=params)
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except Exception as error:  # whatever is wrong with it, it proves nothing
        raise OpenIdRefused(code="openid_invalid") from error
    return dict(claims)


def _user_info(metadata: dict[str, Any], token: dict[str, Any], subject: str) -> dict[str, Any]:
    """What the provider tells besides the ID token; of another subject it is nothing. Source: Core 1.0, 5.3.2."""
    if "userinfo_endpoint" not in metadata:
        return {}
    told = _get(metadata["userinfo_endpoint"], token.get("access_token", ""))
    return told if told.get("sub") == subject else {}


def _identity(issuer: str, claims: dict[str, Any]) -> Identity:
    """An address counts only where the provider says in so many words that it was verified."""
    email = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
    methods = claims.get("amr") if isinstance(claims.get("amr"), list) else []
    strength = {str(value) for value in (claims.get("acr"), *(methods or ())) if value}
    return Identity(issuer, str(claims["sub"]), email.strip().lower(), frozenset(strength))


def _metadata(client: OpenIdClient) -> dict[str, Any]:
    """What the provider says of itself; it has to be the one asked for. Source: Discovery 1.0, 4.3."""
    found = _get(client.issuer.rstrip("/") + DISCOVERY)
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != client.issuer or not all(_is_safe(found.get(name)) for name in needed):
        raise OpenIdRefused(code="openid_silent")
    return found


def _is_safe(address: object) -> bool:
    parts = urlsplit(str(address or ""))
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)


def _get(address: str, bearer: str = "") -> dict[str, Any]:
    import requests

    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    try:
        answer = requests.get(address, headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise OpenIdRefused(code="openid_silent") from error
    if answer.status_code != 200 or not isinstance(found, dict):
        raise OpenIdRefused(code="openid_silent")
    return found


def _code_of(error: Exception) -> str:
    import requests

    return "openid_silent" if isinstance(error, requests.RequestException) else "openid_invalid"


def _session(client: OpenIdClient, back: str) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(client.client_id, client.secret, scope=SCOPE, redirect_uri=back, code_challenge_method="S256")
