"""Flat tables as CSV, JSON lines and Parquet, written as rows come."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from itertools import islice
from types import MappingProxyType
from typing import Any, BinaryIO

from summarizer.collection.cells import harmless
from summarizer.collection.rows import Column, Values
from summarizer.errors import OutputError
from summarizer.messages import say

_ROWS_AT_ONCE = 5_000


def write_csv(file: BinaryIO, columns: Sequence[Column], rows: Iterable[Values]) -> None:
    """CSV (RFC 4180) with Chinese heads and a byte order mark, without which spreadsheets take UTF-8 for GBK."""
    text = TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    table = csv.writer(text)
    table.writerow([column.head for column in columns])
    table.writerows([harmless(value) for value in row] for row in rows)
    text.detach()


def write_jsonl(file: BinaryIO, columns: Sequence[Column], rows: Iterable[Values]) -> None:
    """A JSON object a row and line, with the names for programs."""
    names = [column.name for column in columns]
    for row in rows:
        text = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
        file.write(text.encode("utf-8", "replace") + b"\n")


def write_parquet(file: BinaryIO, columns: Sequence[Column], rows: Iterable[Values]) -> None:
    """Parquet with the names for programs; OutputError where pyarrow is not installed."""
    try:
        import pyarrow  # noqa: PLC0415 – heavy, and wanted for this form alone
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise lacking("Parquet", "parquet") from error
    types = {"int": pyarrow.int64(), "float": pyarrow.float64()}
    schema = pyarrow.schema([(each.name, types.get(each.form, pyarrow.string())) for each in columns])
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for chunk in _chunks(rows):
            values = zip(*chunk, strict=True)
            arrays = [
                pyarrow.array([_typed(column, each) for each in held], schema.field(column.name).type)
                for column, held in zip(columns, values, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _typed(column: Column, value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # Arrow holds no lone surrogates
    return float(value) if column.form == "float" and value is not None else value


def _chunks(rows: Iterable[Values]) -> Iterator[list[Values]]:
    left = iter(rows)
    while chunk := list(islice(left, _ROWS_AT_ONCE)):
        yield chunk


def lacking(what: str, extra: str) -> OutputError:
    """The one line for a form of output whose library is not installed."""
    install = f"pip install 'report-summarizer[{extra}]'"
    return OutputError(say(f"写 {what} 需要另装组件：{install}", f"{what} needs an extra: {install}"))


FLAT = MappingProxyType({".csv": write_csv, ".jsonl": write_jsonl, ".parquet": write_parquet})
