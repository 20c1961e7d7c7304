"""What TAR files add to the program."""

from reader.plugs import Plug

PLUG = Plug("tar_files", answers={"TarFiles": "reader.features.tar_files.tar_file:FoundTarFiles"})
