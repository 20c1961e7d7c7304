"""TAR files of issue files, as they are or compressed."""

from reader.plugs import Plug

PLUG = Plug("tar_files", answers={"open_tar": "reader.features.tar_files.tar_file:open_tar"})
