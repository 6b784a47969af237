"""Files that users sent."""

from typing import Any

from tests.telegram.botapi.errors import bad_request
from tests.telegram.botapi.methods.registry import method
from tests.telegram.botapi.parameters import Parameters
from tests.telegram.botapi.world import World

MAX_DOWNLOAD = 20 * 1024 * 1024
"""Bytes of a file that a bot may download."""


@method("getFile", "file_id")
def get_file(world: World, parameters: Parameters) -> dict[str, Any]:
    file = world.files.get(parameters.string("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }
