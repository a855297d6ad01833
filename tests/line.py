"""A line between a browser and the server that can be cut: a port of its own, silent while it is cut."""

import contextlib
import socket
import threading


class Line:
    """Carries every byte to the port `server` and back. While it is cut nobody listens, and what was open is closed.

    With `loses_answers` requests arrive, and the line goes dead before an answer comes back.
    """

    def __init__(self, server):
        self.server = server
        self.loses_answers = False
        self.open = []
        self.listener = self._listen(0)
        self.port = self.listener.getsockname()[1]

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def cut(self):
        listener, self.listener = self.listener, None
        if listener is None:
            return
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        listener.close()
        while self.open:
            _end(self.open.pop())

    def mend(self):
        self.listener = self._listen(self.port)

    def _listen(self, port):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(50)
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()
        return listener

    def _accept(self, listener):
        while True:
            try:
                near, _address = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.server))
            except OSError:
                return
            self.open += [near, far]
            threading.Thread(target=self._carry, args=[near, far, False], daemon=True).start()
            threading.Thread(target=self._carry, args=[far, near, True], daemon=True).start()

    def _carry(self, source, goal, are_answers):
        with contextlib.suppress(OSError):
            while (piece := source.recv(65536)) and not (are_answers and self.loses_answers):
                goal.sendall(piece)
        _end(source)
        _end(goal)


def _end(connection):
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
