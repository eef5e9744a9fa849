# SPDX-License-Identifier: Apache-2.0
"""A real mail server for tests (aiosmtpd, so it is run by build/python): keeps each mail that it takes as a file.

    smtp_server.py FOLDER [--tls implicit|starttls --certificate PEM --key PEM] [--login NAME:PASSWORD] [--hold FILE]

Says `listens on PORT`, then serves until it is ended. To refused@… it says 550, to later@… 451, from nobody@… 553; a mail
whose subject is "unwanted" gets 554. While the file of --hold is there, a mail that was taken is not acknowledged."""
import argparse
import asyncio
import email
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    def __init__(self, folder, hold):
        self.folder, self.hold, self.count = folder, hold, 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "553 5.7.1 not from you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 nobody of that name"
        if address.startswith("later@"):
            return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if email.message_from_bytes(envelope.content)["Subject"] == "unwanted":
            return "554 5.7.1 unwanted"
        self.count += 1
        draft = self.folder / f".{self.count}"
        draft.write_bytes(envelope.content)
        draft.rename(self.folder / f"{self.count:05}.eml")
        while self.hold is not None and self.hold.exists():
            await asyncio.sleep(0.02)
        return "250 OK"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--tls", choices=["implicit", "starttls"])
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--login")
    parser.add_argument("--hold", type=pathlib.Path)
    given = parser.parse_args()
    context = None
    if given.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(given.certificate, given.key)
    more = {}
    if given.login:
        name, password = given.login.encode().split(b":")

        def check(server, session, envelope, mechanism, sent):
            # Not handled: the server itself says 535.
            return AuthResult(success=(sent.login, sent.password) == (name, password), handled=False)

        more = {"authenticator": check, "auth_required": True, "auth_require_tls": given.tls == "starttls"}
    keeper = Keeper(given.folder, given.hold)
    starttls = context if given.tls == "starttls" else None

    def session():
        return SMTP(keeper, tls_context=starttls, require_starttls=bool(starttls), hostname="mail.test", **more)

    async def serve():
        server = await asyncio.get_running_loop().create_server(
            session, "127.0.0.1", 0, ssl=context if given.tls == "implicit" else None)
        print("listens on", server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    asyncio.run(serve())


if __name__ == "__main__":
    sys.exit(main())
