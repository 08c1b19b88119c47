"""
Serve the folder `dist` beside this file at http://localhost:8000.

This needs nothing but Python.
"""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Handler(SimpleHTTPRequestHandler):
    # Without this the machine chooses the types, on Windows from its registry. Browsers run no
    # module and apply no style that has a wrong type.
    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".css": "text/css",
        ".js": "text/javascript",
    }

    # Someone may copy a new build to the same place. Without this header, browsers keep old files.
    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


if __name__ == "__main__":
    folder = Path(__file__).resolve().parent / "dist"
    address = ("localhost", 8000)
    print(f"Serving {folder} at http://{address[0]}:{address[1]}", flush=True)
    ThreadingHTTPServer(address, partial(Handler, directory=folder)).serve_forever()
