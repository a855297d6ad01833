"""A server that was killed leaves nothing that keeps the next one from starting."""

import socket

from csto_site import server


def test_the_socket_of_a_killed_server_is_removed_and_that_of_a_living_one_is_not(tmp_path):
    path = tmp_path / "site.sock"
    with socket.socket(socket.AF_UNIX) as living:
        living.bind(str(path))
        living.listen()
        server.remove_what_was_left(str(path))
        assert path.exists()
    server.remove_what_was_left(str(path))
    assert not path.exists()
    server.remove_what_was_left(str(path))
