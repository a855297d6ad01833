"""The passwords that a test makes do not replace those of the newsroom on this machine."""

import pytest

from demo import log_ins


@pytest.fixture(autouse=True)
def _log_ins_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setattr(log_ins, "FILE", tmp_path / "log-ins.json")
