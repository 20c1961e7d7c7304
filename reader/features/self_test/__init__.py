"""Checks that an installation works on this machine."""

from reader.plugs import Plug

PLUG = Plug("self_test", answers={"self_test": "reader.features.self_test.cli:self_test"})
