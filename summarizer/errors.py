"""Everything that can go wrong, as one tree with an exit code for each kind.

SummarizerError (1)
├── InputError
│   ├── InputNotFound (10)      InputIsFolder (11)      InputEmpty (12)
│   ├── InputUnsupported (13)   InputUndecodable (14)   InputTooShort (15)
│   ├── InputUnreadable (16)    InputTooLarge (17)      InputDamaged (18)
│   └── InputScanned (19)       InputChanged (75)
├── ConfigError (20)
├── ProviderError (30)
│   ├── EndpointUnreachable (31)  AuthenticationFailed (32)  ModelNotFound (33)
│   ├── SchemaNotSupported (34)   EndpointOverloaded (35)    BadCompletion (36)
│   │   ├── AnswerWithheld: AnswerRefused (80), AnswerFiltered (81)
│   │   ├── AnswerEmpty (82)      AnswerTooLarge (83)
│   │   └── ContextExceeded (84)
│   ├── RuntimeMissing (37)       EmbeddedServerFailed (38)
│   ├── BudgetSpent (39)          ReportTimeout (45)
│   └── BatchRejected (76)
├── WeightsError (40)
│   ├── WeightsMissing (41)       DownloadFailed (42)
│   └── DamagedPart (43)          DiskFull (44)
├── OutputError (50)          CacheFailed (51)
├── EvalError
│   ├── DatasetInvalid (60)     RunInvalid (61)          NotComparable (62)
│   └── GateFailed (63)
└── BatchError
    ├── BatchPartial (70)       BatchStopped (71)        BatchFailed (72)
    └── FolderInUse (73)        OtherBatch (74)

Exit code 2 is a wrong command line (typer's), 130 an interruption (Ctrl-C).
"""


class SummarizerError(Exception):
    """Root of the tree. The message is one line: what happened, where, the value met, what to do.

    `final`: no other report would fare better, so whoever works on many stops. An error that is not so by its
    kind can be so by its history: an endpoint that was waited for in vain.
    """

    exit_code = 1
    final = False


class InputError(SummarizerError):
    """The document given cannot be summarised."""


class InputNotFound(InputError):
    """No file has that name."""

    exit_code = 10


class InputIsFolder(InputError):
    """A folder was given where one file was expected."""

    exit_code = 11


class InputEmpty(InputError):
    """The file holds nothing but white space."""

    exit_code = 12


class InputUnsupported(InputError):
    """The file is of a kind that is not read (a picture, a program, an archive)."""

    exit_code = 13


class InputUndecodable(InputError):
    """The bytes are text in no encoding that is known."""

    exit_code = 14


class InputTooShort(InputError):
    """The text is too short to be a report."""

    exit_code = 15


class InputUnreadable(InputError):
    """The file is there but the system does not let it be read."""

    exit_code = 16


class InputTooLarge(InputError):
    """The file holds more than is read: bytes, pages, text, or levels within each other."""

    exit_code = 17


class InputDamaged(InputError):
    """The file is of a kind that is read, but broken."""

    exit_code = 18


class InputScanned(InputError):
    """The pages are pictures: there is no text to read."""

    exit_code = 19


class InputChanged(InputError):
    """The file is another than the one that was found: it changed before or while it was read."""

    exit_code = 75


class ConfigError(SummarizerError):
    """A setting is unknown, malformed or missing."""

    exit_code = 20
    final = True


class ProviderError(SummarizerError):
    """A model could not be asked or did not answer."""

    exit_code = 30


class EndpointUnreachable(ProviderError):
    """No connection, or no answer in time."""

    exit_code = 31


class AuthenticationFailed(ProviderError):
    """The endpoint refuses the key."""

    exit_code = 32
    final = True


class ModelNotFound(ProviderError):
    """The endpoint does not know the model."""

    exit_code = 33
    final = True


class SchemaNotSupported(ProviderError):
    """The endpoint refuses every way, or the way that was set, in which an answer can be asked for."""

    exit_code = 34
    final = True


class EndpointOverloaded(ProviderError):
    """Still 429 or 5xx after all retries."""

    exit_code = 35


class BadCompletion(ProviderError):
    """The endpoint answered with something that is no completion, or with one that cannot be used.

    `tokens` are those that it counted all the same, of the prompt and of the completion; None where it told none.
    `cost` is what was paid for them, in `currency`, None where the price is not known.
    """

    exit_code = 36
    tokens: tuple[int, int] | None = None
    cost: float | None = None
    currency: str | None = None


class AnswerWithheld(BadCompletion):
    """The text asked about is what stands in the way: other requests may well be answered."""


class AnswerRefused(AnswerWithheld):
    """The model declines to answer."""

    exit_code = 80


class AnswerFiltered(AnswerWithheld):
    """A content filter of the endpoint withholds the answer, or does not let the request through."""

    exit_code = 81


class AnswerEmpty(BadCompletion):
    """The endpoint answered with no choice, or with one without text."""

    exit_code = 82


class AnswerTooLarge(BadCompletion):
    """The endpoint sent far more than any answer has."""

    exit_code = 83


class ContextExceeded(BadCompletion):
    """The request does not fit the model's context."""

    exit_code = 84


class RuntimeMissing(ProviderError):
    """The runtime of the embedded model is not installed."""

    exit_code = 37
    final = True


class EmbeddedServerFailed(ProviderError):
    """The embedded model's server did not start, or died of a request as often as it was asked."""

    exit_code = 38


class BudgetSpent(ProviderError):
    """The next request could cost more than is left: of the budget given, or of the account at the endpoint."""

    exit_code = 39
    final = True


class ReportTimeout(ProviderError):
    """A report took longer than it was given."""

    exit_code = 45


class BatchRejected(ProviderError):
    """The provider did not accept a batch of requests as a whole."""

    exit_code = 76
    final = True


class WeightsError(SummarizerError):
    """Weights of an embedded model could not be had."""

    exit_code = 40
    final = True


class WeightsMissing(WeightsError):
    """The weights are not in the cache folder."""

    exit_code = 41


class DownloadFailed(WeightsError):
    """A part could not be downloaded."""

    exit_code = 42


class DamagedPart(WeightsError):
    """What was downloaded is not what was published."""

    exit_code = 43


class DiskFull(WeightsError):
    """Too little room for the weights."""

    exit_code = 44


class CacheFailed(SummarizerError):
    """The cache of answers cannot be used."""

    exit_code = 51
    final = True


class OutputError(SummarizerError):
    """The result could not be written."""

    exit_code = 50
    final = True


class EvalError(SummarizerError):
    """An evaluation cannot be made or is not passed."""


class DatasetInvalid(EvalError):
    """A data set or a label in it is not as it must be."""

    exit_code = 60


class RunInvalid(EvalError):
    """A folder holds no run, or one that cannot be used as asked."""

    exit_code = 61


class NotComparable(EvalError):
    """Two runs were made with different data sets or scorers."""

    exit_code = 62


class GateFailed(EvalError):
    """A run is worse than its baseline."""

    exit_code = 63


class BatchError(SummarizerError):
    """A batch did not end with a record for each report."""


class BatchPartial(BatchError):
    """The batch is through, and some reports failed."""

    exit_code = 70


class BatchStopped(BatchError):
    """The batch ended early; the same command goes on with it."""

    exit_code = 71


class BatchFailed(BatchError):
    """The batch is through, and no report succeeded."""

    exit_code = 72


class FolderInUse(BatchError):
    """Another process works in the output folder."""

    exit_code = 73


class OtherBatch(BatchError):
    """The output folder holds a batch made otherwise, or none."""

    exit_code = 74
