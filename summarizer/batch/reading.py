"""A batch of either kind, for reading."""

import os
from pathlib import Path

from summarizer.batch.cluster.sets import META, BatchSet
from summarizer.batch.cluster.store import is_url
from summarizer.batch.folder import BatchFolder


def open_batch(place: str | os.PathLike[str]) -> BatchFolder | BatchSet:
    """The batch in a folder or at a URL; OtherBatch where there is none, OutputError where it cannot be read."""
    if is_url(place) or Path(place, META).is_file():
        return BatchSet(place)
    return BatchFolder(place)
