"""An authorization server by Authlib, and the API of openapi.yaml, which asks it for each token.

Usage: server.py PORT
"""
import os, sys, time

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # for loopback

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector, current_token
from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from flask import Flask, jsonify

app = Flask(__name__)
TOKENS = []
METHODS = ["client_secret_basic", "client_secret_post"]
SEEN = {"client_credentials": 0, "password": 0, "refresh_token": 0, "unauthorized": 0}


class Client(ClientMixin):
    """A client that may do everything; the tokens of `short` expire after three seconds."""

    def __init__(self, client_id):
        self.client_id = client_id
        self.lifetime = 3 if client_id == "short" else 3600

    def get_client_id(self):
        return self.client_id

    def get_allowed_scope(self, scope):
        return " ".join(word for word in (scope or "").split() if word in ("read", "write"))

    def check_client_secret(self, secret):
        return secret == "secret:of/the-client"

    def check_endpoint_auth_method(self, method, _endpoint):
        return method in METHODS

    def check_grant_type(self, _grant):
        return True


class Token(TokenMixin):
    def __init__(self, client, user, access_token, refresh_token=None, scope="", **_others):
        self.client, self.user, self.scope = client, user, scope
        self.access_token, self.refresh_token = access_token, refresh_token
        self.expires_at, self.access_revoked, self.refresh_revoked = time.time() + client.lifetime, False, False

    def check_client(self, client):
        return self.client.client_id == client.client_id

    def get_scope(self):
        return self.scope

    def is_expired(self):
        return time.time() >= self.expires_at

    def is_revoked(self):
        return self.access_revoked

    def get_user(self):
        return self.user

    def get_client(self):
        return self.client


CLIENTS = {name: Client(name) for name in ("shop", "short")}


class ClientCredentials(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS


class Password(grants.ResourceOwnerPasswordCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def authenticate_user(self, username, password):
        return username if (username, password) == ("anna", "a password") else None


class Refresh(grants.RefreshTokenGrant):
    """Each refresh token is used once: a new one comes with the access token."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token):
        return next((token for token in TOKENS if token.refresh_token == refresh_token and not token.refresh_revoked), None)

    def authenticate_user(self, refresh_token):
        return refresh_token.user

    def revoke_old_credential(self, refresh_token):
        refresh_token.access_revoked = refresh_token.refresh_revoked = True


class Validator(BearerTokenValidator):
    def authenticate_token(self, text):
        return next((token for token in TOKENS if token.access_token == text), None)


def save(token, request):
    SEEN[request.payload.grant_type] += 1
    TOKENS.append(Token(request.client, request.user, **token))


app.config.update(OAUTH2_REFRESH_TOKEN_GENERATOR=True)
server = AuthorizationServer(app, CLIENTS.get, save)
server.register_token_generator("default", lambda **asked: {
    **server.create_bearer_token_generator(app.config)(**asked), "expires_in": asked["client"].lifetime})
for grant in (ClientCredentials, Password, Refresh):
    server.register_grant(grant)
protected = ResourceProtector()
protected.register_token_validator(Validator())
TOKENS.append(Token(CLIENTS["shop"], "anna", "unused", "from an earlier session", "read"))


@app.post("/oauth/token")
def token():
    return server.create_token_response()


@app.get("/whoami")
@protected("read")
def whoami():
    return jsonify(client=current_token.client.client_id, user=current_token.user)


@app.post("/revoke")
def revoke():
    for token in TOKENS:
        token.access_revoked = True
    return "", 204


@app.get("/seen")
def seen():
    return jsonify(SEEN)


@app.after_request
def count(response):
    SEEN["unauthorized"] += response.status_code == 401 and "WWW-Authenticate" in response.headers
    return response


app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
