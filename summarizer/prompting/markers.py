"""Text of documents made harmless to a model's tokenizer: no characters of theirs become a turn or a tool call.

Servers put messages into the model's chat template and read the whole with the template's markers in force
(llama.cpp does, and so do servers that render the template as text): a document that holds `<|im_end|>` would
end its message and begin one of its own.
"""

import re

# `<|im_start|>` (ChatML, Llama 3, GLM), `<｜User｜>` (DeepSeek), `</s>`, `<start_of_turn>`, `<<SYS>>`, `<think>`,
# `<tool_call>`; `[INST]`, `[gMASK]`, `[/AVAILABLE_TOOLS]`. Numbers in brackets are ids of sentences.
_MARKER = re.compile(
    r"<(?=[|｜<])|(?<=[|｜>])>|<(?=/?[A-Za-z][\w▁.-]{0,60}>)|\[(?=/?[A-Za-z][A-Za-z_0-9]{1,60}\])", re.ASCII
)


def without_markers(text: str) -> str:
    """Return `text` with a space within all that a chat template could take for a marker, else as it is."""
    return _MARKER.sub(lambda part: " >" if part[0] == ">" else f"{part[0]} ", text)
