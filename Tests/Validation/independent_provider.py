#!/usr/bin/env python3
"""Signs in to the demonstration with an OpenID provider of others (oidc-provider-mock), rightly and wrongly.

    independent_provider.py MIG

It starts the provider and `MIG demo --issuer …`, signs a doctor in, and then tries what must fail: a wrong state, an
answer used twice, an answer without the browser's cookie, a code that belongs to another sign-in (another nonce), a code
that was made for another client, an issuer that is not the one configured, a return path that leads away, and a session
left idle. Beside each stands the same done rightly.

It then starts `MIG serve` with `userinfo: true` and a list of roles as CIS2 has it, and signs in people with one role, with a role that they chose
of two, with two and no choice, and with none.
"""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from urllib.parse import parse_qs, urlsplit

import requests

DOCTOR = {"sub": "dr-independent", "name": "Dr Ines Dupont", "role": "doctor", "organisation": "ZZ9A1", "acr": "aal3"}
IDLE = 4
CLINICIAN = {"name": "Dr Ines Dupont", "acr": "aal3"}
ROLES = [{"person_roleid": "555000000101", "role_code": "S8000:G8000:R8000", "org_code": "ZZ9A1"},
         {"person_roleid": "555000000102", "role_code": "S8000:G8000:R8001", "org_code": "ZZ9C1"}]
CONFIGURATION = """
gateway:
  port: {port}
  audit: audit.sqlite
  register: register.sqlite
  identifierSecret: identifier-secret
signIn:
  issuer: {issuer}
  clientID: gateway
  clientSecretFile: client-secret
  userinfo: true
  rolesClaim: nhsid_nrbac_roles
  roles:
    R8000: doctor
    R8001: nurse
demographics:
  url: http://127.0.0.1:9/
  allowPlainHTTP: true
locator:
  url: http://127.0.0.1:9/
  allowPlainHTTP: true
sources: []
"""


class Problems(list):
    def check(self, sentence, holds):
        print(("    " if holds else "NO  ") + sentence)
        if not holds:
            self.append(sentence)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(address):
    for _ in range(300):
        try:
            if requests.get(address, timeout=2).ok:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"{address} did not answer in time")


class Browser:
    """Follows no redirect by itself, and keeps the cookies of the gateway, whatever their prefix demands of the scheme."""

    def __init__(self, gateway):
        self.gateway, self.cookies = gateway, {}

    def send(self, method, path, **more):
        address = path if path.startswith("http") else self.gateway + path
        header = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        reply = requests.request(method, address, headers={"Cookie": header}, allow_redirects=False, timeout=20, **more)
        for line in reply.raw.headers.getlist("set-cookie"):
            name, value = line.split(";")[0].split("=", 1)
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return reply

    def begin(self, back="/viewer"):
        return self.send("GET", f"/signin/begin?return={back}").headers["location"]

    def is_signed_in(self):
        reply = self.send("GET", "/viewer")
        return reply.status_code == 200 and "Dr Ines Dupont, doctor, ZZ9A1" in reply.text


def agree(address, sub=DOCTOR["sub"]):
    """What the person does at the provider; returns where it sends the browser."""
    reply = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=20)
    return reply.headers["location"]


def changed(address, **values):
    parts = urlsplit(address)
    query = {name: one[0] for name, one in parse_qs(parts.query).items()} | values
    return parts._replace(query=requests.models.RequestEncodingMixin._encode_params(query)).geturl()


def rightly_and_wrongly(gateway, problems):
    browser = Browser(gateway)
    callback = agree(browser.begin())
    attempt = dict(browser.cookies)
    reply = browser.send("GET", callback)
    problems.check("a sign-in succeeds", reply.status_code == 303 and browser.is_signed_in())

    again = Browser(gateway)
    again.cookies = attempt
    problems.check("the same answer once more is refused", again.send("GET", callback).status_code == 403)

    stranger = Browser(gateway)
    stranger.begin()
    problems.check("an answer to another browser is refused",
                   stranger.send("GET", agree(Browser(gateway).begin())).status_code == 403 and not stranger.is_signed_in())

    wrong = Browser(gateway)
    problems.check("a wrong state is refused",
                   wrong.send("GET", changed(agree(wrong.begin()), state="x" * 43)).status_code == 403)

    victim, thief = Browser(gateway), Browser(gateway)
    mine, theirs = agree(victim.begin()), agree(thief.begin())
    code = parse_qs(urlsplit(theirs).query)["code"][0]
    problems.check("a code of another sign-in is refused",
                   victim.send("GET", changed(mine, code=code)).status_code == 403 and not victim.is_signed_in())

    victim = Browser(gateway)
    wish = victim.begin()
    state = parse_qs(urlsplit(wish).query)["state"][0]
    code = parse_qs(urlsplit(agree(changed(wish, client_id="another-client"))).query)["code"][0]
    reply = victim.send("GET", f"/signin/callback?code={code}&state={state}")
    problems.check("a code made for another client is refused", reply.status_code == 403 and not victim.is_signed_in())

    victim = Browser(gateway)
    answer = agree(changed(victim.begin(), nonce="another"))
    problems.check("a token with another nonce is refused",
                   victim.send("GET", answer).status_code == 403 and not victim.is_signed_in())

    denied = Browser(gateway)
    reply = requests.post(denied.begin(), data={"action": "deny"}, allow_redirects=False, timeout=20)
    problems.check("what the provider denies is refused",
                   denied.send("GET", reply.headers["location"]).status_code == 403 and not denied.is_signed_in())

    lured = Browser(gateway)
    reply = lured.send("GET", agree(lured.begin("//evil.example/x")))
    problems.check("a return path that leads away is not followed", reply.headers["location"] == "/viewer")

    planted = Browser(gateway)
    planted.cookies["__Host-mig-session"] = "planted"
    planted.send("GET", agree(planted.begin()))
    problems.check("an identifier that was planted is not taken over",
                   planted.cookies["__Host-mig-session"] != "planted" and planted.is_signed_in())

    page = browser.send("GET", "/viewer").text
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    problems.check("signing out without the form's token is refused",
                   browser.send("POST", "/signin/out", data={"token": "x"}).status_code == 403 and browser.is_signed_in())
    before = dict(browser.cookies)
    out = browser.send("POST", "/signin/out", data={"token": token})
    browser.cookies = before
    problems.check("signing out ends the session, and leads to the provider's end of it",
                   out.status_code == 200 and "/oauth2/end_session" in out.text and not browser.is_signed_in())

    idle = Browser(gateway)
    idle.send("GET", agree(idle.begin()))
    problems.check("a session that is used lives", idle.is_signed_in())
    time.sleep(IDLE + 1)
    problems.check("a session left idle ends", not idle.is_signed_in())


def with_roles(gateway, issuer, problems):
    def sign_in(claims):
        requests.put(issuer + "/users/clinician", json=CLINICIAN | claims, timeout=20).raise_for_status()
        browser = Browser(gateway)
        reply = browser.send("GET", agree(browser.begin(), "clinician"))
        return reply, browser.send("GET", "/viewer")

    one = sign_in({"nhsid_nrbac_roles": ROLES[:1]})[1]
    problems.check("the only role is taken from the list", "Dr Ines Dupont, doctor, ZZ9A1" in one.text)
    chosen = sign_in({"nhsid_nrbac_roles": ROLES, "selected_roleid": ROLES[1]["person_roleid"]})[1]
    problems.check("of two the one that was chosen", "Dr Ines Dupont, nurse, ZZ9C1" in chosen.text)
    for what, claims in {
            "two roles and no choice": {"nhsid_nrbac_roles": ROLES},
            "a choice that is none of them": {"nhsid_nrbac_roles": ROLES, "selected_roleid": "555000000199"}}.items():
        reply, page = sign_in(claims)
        problems.check(f"{what}: refused, and said why",
                       reply.status_code == 403 and "several roles" in reply.text and page.status_code == 303)
    for what, claims in {"no role": {"nhsid_nrbac_roles": []}, "no list": {}}.items():
        reply, page = sign_in(claims)
        problems.check(f"{what}: refused", reply.status_code == 403 and page.status_code == 303)


def serving(mig, issuer, data):
    folder = pathlib.Path(data) / "serve"
    folder.mkdir()
    port = free_port()
    (folder / "gateway.yaml").write_text(CONFIGURATION.format(port=port, issuer=issuer))
    (folder / "client-secret").write_text("not-so-secret")
    (folder / "identifier-secret").write_text("s" * 32)
    process = subprocess.Popen([mig, "serve", "--config", str(folder / "gateway.yaml")], env=dict(os.environ, TMPDIR=data),
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wait_for(f"http://127.0.0.1:{port}/health/live")
    return process, f"http://127.0.0.1:{port}"


def gateway_with(mig, issuer, data, what):
    port = free_port()
    environment = dict(os.environ, MIG_CLIENT_SECRET="not-so-secret", TMPDIR=data)
    process = subprocess.Popen(
        [mig, "demo", "--port", str(port), "--data", f"{data}/{what}", "--issuer", issuer, "--session-idle", str(IDLE)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wait_for(f"http://127.0.0.1:{port}/health/live")
    return process, f"http://127.0.0.1:{port}"


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    problems = Problems()
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    running = [subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "--user-claims",
         json.dumps(DOCTOR)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
    try:
        wait_for(issuer + "/.well-known/openid-configuration")
        with tempfile.TemporaryDirectory() as data:
            process, gateway = gateway_with(sys.argv[1], issuer, data, "right")
            running.append(process)
            rightly_and_wrongly(gateway, problems)
            # The provider calls itself by the name under which it was asked: this issuer is another.
            process, gateway = gateway_with(sys.argv[1], issuer + "/", data, "wrong")
            running.append(process)
            reply = Browser(gateway).send("GET", "/signin/begin")
            problems.check("an issuer that is not exactly the one configured is refused", reply.status_code == 503)
            process, gateway = serving(sys.argv[1], issuer, data)
            running.append(process)
            with_roles(gateway, issuer, problems)
            for process in running[1:]:
                process.send_signal(signal.SIGTERM)
            logs = "".join(process.communicate(timeout=20)[1] for process in running[1:])
            problems.check("the log says why, and names nobody",
                           "not-begun-here" in logs and "token-unfit: nonce" in logs and "Dupont" not in logs)
            problems.check("it says of userinfo what was missing",
                           "role-not-chosen" in logs and "claim-missing: nhsid_nrbac_roles" in logs and "5550000" not in logs)
    finally:
        for process in running:
            if process.poll() is None:
                process.terminate()
    print(f"an OpenID provider of others: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
