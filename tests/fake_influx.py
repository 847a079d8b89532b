"""Servers that answer like an InfluxDB in trouble."""

import contextlib
import gzip
import http.server
import socket
import threading
import time


@contextlib.contextmanager
def serving(handler):
    """Its URL on loopback."""
    handler.lines, handler.requests = set(), 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield "http://127.0.0.1:%d" % server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Moody(http.server.BaseHTTPRequestHandler):
    """Answers what `moods` says, in turn; then 204. Keeps every line that came whole."""
    protocol_version = "HTTP/1.1"
    moods, lines, requests = [], set(), 0

    def do_POST(self):
        cls = type(self)
        cls.requests += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        mood = cls.moods.pop(0) if cls.moods else 204
        if mood == "cut":
            return self.cut()
        if mood in (204, "lost") and self.headers.get("Content-Encoding") == "gzip":
            assert "Token secret word" in self.headers["Authorization"]
            cls.lines.update(gzip.decompress(body).decode().splitlines())
        if mood == "lost":  # it arrived, the answer did not
            return self.cut()
        self.send_response(mood)
        if mood == 429:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def cut(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_):
        pass


class Refusing(Moody):
    """Answers 400 "no" to everything, or, later, only to points of the run 53103 itself."""
    everything = True

    def do_POST(self):
        cls = type(self)
        lines = gzip.decompress(self.rfile.read(int(self.headers["Content-Length"]))).decode().splitlines()
        refused = cls.everything or any("xomrun" in line and "53103" in line for line in lines)
        if not refused:
            cls.lines.update(lines)
        self.send_response(400 if refused else 204)
        self.send_header("Content-Length", "2" if refused else "0")
        self.end_headers()
        self.wfile.write(b"no" if refused else b"")


class Answering(Moody):
    """Answers the same to everything."""
    status, said = 204, b""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.said)))
        self.end_headers()
        self.wfile.write(self.said)

    def do_GET(self):
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.said)))
        self.end_headers()
        self.wfile.write(self.said)


class Hanging(Moody):
    def do_POST(self):
        time.sleep(20)
