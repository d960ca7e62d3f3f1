"""The embedded server's process: `python -m summarizer.providers.llama_server`, started by `embedded`.

Settings come as one JSON line on standard input, so that the key shows neither in the list of processes nor
in the environment. One JSON line on standard output says where the server listens. Then the end of standard
input ends the process: the system closes that pipe however the parent dies, so the server never outlives it.
"""

import json
import os
import sys
from typing import Any

import xllamacpp


def parameters(settings: dict[str, Any]) -> Any:
    """llama.cpp's parameters for the settings that `embedded.EmbeddedServer` sends."""
    params = xllamacpp.CommonParams()
    params.model.path = settings["model"]
    params.n_ctx = settings["context"] * settings["parallel"]
    params.n_parallel = settings["parallel"]
    for pool in (params.cpuparams, params.cpuparams_batch):
        pool.n_threads = settings["threads"]
        pool.poll = 0
    params.n_gpu_layers = 0
    # Earlier prompts, some twenty thousand tokens of them; the default is 8 GiB.
    params.cache_ram_mib = 512
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [settings["api_key"]]
    # No web page has business here, nor does anybody else need to see the requests.
    params.cors_origins = "http://127.0.0.1"
    params.cors_credentials = False
    params.ui = False
    params.endpoint_slots = False
    params.verbosity = 2
    return params


def main() -> None:
    """Serve until standard input ends."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever the runtime prints is log; only the one line below is the answer
    params = parameters(json.loads(sys.stdin.readline()))
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        sys.exit(str(error))  # the log above it says why; a traceback would only push that out of sight
    print(json.dumps({"url": f"{server.listening_address}/v1"}), file=answer, flush=True)
    sys.stdin.read()
    os._exit(0)  # at once: requests that still run have nobody left to read the answer


if __name__ == "__main__":
    main()
