"""Tests reach servers on this machine and nothing else."""

import socket

import pytest


def test_loopback_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = ("127.0.0.1", listening.getsockname()[1])
        socket.create_connection(address).close()
        with socket.socket() as own:
            assert own.connect_ex(address) == 0


# Addresses for documentation (RFC 5737, RFC 3849): there is nobody there.
@pytest.mark.parametrize(
    ("family", "address"),
    [(socket.AF_INET, "192.0.2.1"), (socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "2001:db8::1")],
)
def test_the_network_may_not(family: socket.AddressFamily, address: str) -> None:
    with socket.socket(family) as reaching:
        for connect in (reaching.connect, reaching.connect_ex):
            with pytest.raises(AssertionError, match="reached for the network"):
                connect((address, 9))
