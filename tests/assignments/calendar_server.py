"""A calendar's server of our own: https on this machine, with a certificate that an authority of ours has signed."""

import datetime
import http.server
import ipaddress
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assignments.calendar_reading import Network

HOST = "lich.example.vn"


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        authority, key_and_certificate = make_certificates(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(key_and_certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.network = Network(
            port=self.server_port,
            seconds=10,
            names={HOST: ["127.0.0.1"], "khac.example.vn": ["127.0.0.1"], "trong.example.vn": ["10.0.0.7"]},
            also_open=("127.0.0.1",),
            authority=str(authority),
        )

    def handle_error(self, *_: object) -> None:
        """A client that goes away in the middle is what the tests are about."""


class Answering(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        if self.path == "/nho-giot":
            return self._drip()
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        return None

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\nBEGIN:VCALENDAR\r\n")
        for _ in range(200):
            self.wfile.write(b"X")
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def make_certificates(folder: Path) -> tuple[Path, Path]:
    """Files: the authority's certificate; the server's key with its certificate."""
    now = datetime.datetime.now(datetime.UTC)
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])

    def build(
        subject: x509.Name, public: ec.EllipticCurvePublicKey, *extensions: x509.ExtensionType
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(authority_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=2))
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return builder.sign(authority_key, hashes.SHA256())

    authority = build(authority_name, authority_key.public_key(), x509.BasicConstraints(ca=True, path_length=None))
    names = [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    certificate = build(subject, key.public_key(), x509.SubjectAlternativeName(names))
    authority_file, server_file = folder / "authority.pem", folder / "server.pem"
    authority_file.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    server_file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return authority_file, server_file
