"""A real OpenID provider as a process of its own: oidc-provider-mock, insisting on PKCE, spoiling answers on demand.

Run as a program it prints its port and serves until it is ended. ``POST /spoil`` with ``how`` spoils the next token.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import time
from typing import Any

import flask
import oidc_provider_mock
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

SPOILT: list[str] = []
CHALLENGES: dict[str, str] = {}


def spoil(claims: dict[str, Any], key: RSAKey, how: str) -> str:
    """The token wrong in one way."""
    header = {"alg": "RS256", "kid": key.kid} if key.kid else {"alg": "RS256"}
    now = int(time.time())
    if how == "none":
        parts = ({"alg": "none"}, claims)
        return ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts) + "."
    if how == "hs256":
        from joserfc.jwk import OctKey

        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("the secret agreed with the provider"), ["HS256"])
    if how == "foreign_key":
        return jwt.encode(header, claims, RSAKey.generate_key(2048, {"kid": key.kid} if key.kid else None))
    wrong: dict[str, dict[str, Any]] = {
        "nonce": {"nonce": "of another sign-in"},
        "issuer": {"iss": "https://elsewhere.example"},
        "audience": {"aud": "another program"},
        "expired": {"exp": now - 3600, "iat": now - 7200},
        "strong": {"amr": ["pwd", "mfa"]},
    }
    return jwt.encode(header, {**claims, **wrong[how]}, key)


def provider() -> flask.Flask:
    """The provider, and what the tests want of it besides."""
    app = oidc_provider_mock.app()

    @app.post("/spoil")
    def set_spoilt() -> tuple[str, int]:
        SPOILT[:] = [flask.request.form["how"]]
        return "", 204

    @app.before_request
    def prove() -> tuple[str, int] | None:
        if flask.request.path == "/oauth2/token":
            verifier = flask.request.form.get("code_verifier", "")
            made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
            if CHALLENGES.pop(flask.request.form.get("code", ""), None) != made:
                return '{"error": "invalid_grant"}', 400
        return None

    @app.after_request
    def note(answer: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/authorize" and "code=" in answer.headers.get("Location", ""):
            assert flask.request.args["code_challenge_method"] == "S256"
            code = answer.headers["Location"].split("code=")[1].split("&")[0]
            CHALLENGES[code] = flask.request.args["code_challenge"]
        if flask.request.path == "/oauth2/token" and SPOILT and answer.status_code == 200:
            told = json.loads(answer.get_data())
            key = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
            claims = json.loads(base64.urlsafe_b64decode(told["id_token"].split(".")[1] + "=="))
            answer.set_data(json.dumps({**told, "id_token": spoil(claims, key, SPOILT.pop())}))
        return answer

    return app


def main() -> None:
    """Serve until ended."""
    server = make_server("localhost", 0, provider(), threaded=True)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
