"""What tests of the core share."""

import pytest


@pytest.fixture
def write(tmp_path):
    """Write a file, bytes or text in UTF-8, and return its path."""

    def write(content):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
