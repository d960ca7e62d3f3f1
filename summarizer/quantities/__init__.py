"""Every number of a Chinese text, found and understood; imports nothing else of the project."""

from summarizer.quantities.find import find_quantities
from summarizer.quantities.model import Quantity, same_amount, same_unit

__all__ = ["Quantity", "find_quantities", "same_amount", "same_unit"]
