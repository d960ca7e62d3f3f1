"""Every number of a Chinese text, found and understood; imports nothing else of the project."""

from summarizer.quantities.find import find_quantities, list_number
from summarizer.quantities.model import Quantity, common_unit, same_amount, same_unit
from summarizer.quantities.respective import Share, given_to_another, shared_out

__all__ = [
    "Quantity",
    "Share",
    "common_unit",
    "find_quantities",
    "given_to_another",
    "list_number",
    "same_amount",
    "same_unit",
    "shared_out",
]
