"""The scripted endpoint's model behind the other loopback server: fits whatever schema it is sent."""

from tests.endpoint.answers import Asked, dumped
from tests.loopback import Reply, Request, completion


def answer(request: Request) -> Reply:
    """One item for each point asked about; null or the first choice for a fact; for prose the items' words."""
    return completion(dumped(Asked(request.body).answer()))
