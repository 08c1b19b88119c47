"""Serves the folder `dist` that lies beside this file at http://localhost:8000, on a machine that has Python only."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Handler(SimpleHTTPRequestHandler):
    # Otherwise the machine decides, on Windows by its registry. Browsers run no module and apply no style of a wrong type.
    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".css": "text/css",
        ".js": "text/javascript",
    }

    # A stick may get a new build; without a word from the host, browsers keep files of the old one.
    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


if __name__ == "__main__":
    folder = Path(__file__).resolve().parent / "dist"
    address = ("localhost", 8000)
    print(f"Serving {folder} at http://{address[0]}:{address[1]}", flush=True)
    ThreadingHTTPServer(address, partial(Handler, directory=folder)).serve_forever()
