import json

import pytest

from summarizer.providers import Message
from summarizer.providers.forms import MODES, Form, first_form

SCHEMA = {"type": "object", "properties": {"标题": {"type": "string"}}}
MESSAGES = (Message("system", "你是秘书"), Message("user", "摘要"))


@pytest.mark.parametrize(
    ("host", "model", "form"),
    [
        ("127.0.0.1:8000", "qwen2.5-7b-instruct", "json_schema max_tokens temperature=0"),
        ("api.openai.com", "gpt-4.1-mini", "json_schema max_completion_tokens temperature=0"),
        ("api.openai.com", "gpt-4o", "json_schema max_completion_tokens temperature=0"),
        ("api.openai.com", "gpt-4-turbo", "json_object max_tokens temperature=0"),
        ("api.openai.com", "gpt-3.5-turbo", "json_object max_tokens temperature=0"),
        ("api.openai.com", "o4-mini", 'json_schema max_completion_tokens {"reasoning_effort":"low"}'),
        ("api.openai.com", "gpt-5-mini", 'json_schema max_completion_tokens {"reasoning_effort":"minimal"}'),
        ("api.openai.com", "gpt-5.2", 'json_schema max_completion_tokens {"reasoning_effort":"none"}'),
        ("api.openai.com", "gpt-5.1-chat-latest", "json_schema max_completion_tokens"),
        (
            "api.deepseek.com",
            "deepseek-v4-flash",
            'json_object max_tokens temperature=0 {"thinking":{"type":"disabled"}}',
        ),
        ("api.deepseek.com", "deepseek-reasoner", "json_object max_tokens"),
        (
            "dashscope.aliyuncs.com",
            "qwen-plus",
            'json_schema max_tokens temperature=0 {"enable_thinking":false}',
        ),
        (
            "dashscope-intl.aliyuncs.com",
            "Qwen3-32B",
            'json_schema max_tokens temperature=0 {"enable_thinking":false}',
        ),
        ("dashscope.aliyuncs.com", "qwq-plus", "text max_tokens temperature=0"),
        ("api.moonshot.cn", "kimi-k2.6", 'json_object max_tokens {"thinking":{"type":"disabled"}}'),
        ("api.moonshot.cn", "moonshot-v1-32k", "json_object max_tokens temperature=0"),
        (
            "open.bigmodel.cn",
            "glm-4.6",
            'json_object max_tokens temperature=0 {"thinking":{"type":"disabled"}}',
        ),
        ("open.bigmodel.cn", "glm-4-flash", "json_object max_tokens temperature=0"),
        ("localhost:11434", "qwen3:8b", 'json_schema max_tokens temperature=0 {"reasoning_effort":"none"}'),
        ("localhost:11434", "llama3.2", "json_schema max_tokens temperature=0"),
        (
            "10.0.0.7:8000",
            "Qwen/Qwen3-8B",
            'json_schema max_tokens temperature=0 {"chat_template_kwargs":{"enable_thinking":false}}',
        ),
        ("10.0.0.7:8000", "Qwen/Qwen3-30B-A3B-Instruct-2507", "json_schema max_tokens temperature=0"),
        ("evil-api.openai.com.example", "gpt-5", "json_schema max_tokens temperature=0"),
    ],
)
def test_what_is_known_of_a_host_and_a_model_gives_the_first_form(host: str, model: str, form: str) -> None:
    assert str(first_form(host, model)) == form


def test_a_mode_that_is_set_leaves_the_rest_as_it_is_known() -> None:
    assert str(first_form("api.openai.com", "o3", "text")) == (
        'text max_completion_tokens {"reasoning_effort":"low"}'
    )


STRICT, PLAIN, OPENAI = Form(), Form("text"), Form(limit="max_completion_tokens")
THINKS = Form(more={"chat_template_kwargs": {"enable_thinking": False}})


@pytest.mark.parametrize(
    ("form", "complaint", "next_form"),
    [
        (STRICT, "Invalid parameter: 'response_format' of type 'json_schema'", "json_object max_tokens temperature=0"),
        (STRICT, "This response_format type is unavailable now", "json_object max_tokens temperature=0"),
        (STRICT, "failed to parse grammar", "json_object max_tokens temperature=0"),
        (Form("json_object"), "JSON mode is not supported", "tool max_tokens temperature=0"),
        (Form("tool"), "tool_choice must be auto", "text max_tokens temperature=0"),
        (Form("tool"), "does not support response_format", None),
        (PLAIN, "response_format", None),
        (STRICT, "Unsupported value: 'temperature' does not support 0", "json_schema max_tokens"),
        (STRICT, "invalid temperature: only 1 is allowed for this model", "json_schema max_tokens"),
        (Form(temperature=False), "temperature", None),
        (STRICT, "'max_tokens' is not supported. Use 'max_completion_tokens' instead.", "json_schema max_completion_tokens temperature=0"),
        (STRICT, "max_tokens is too large", None),
        (OPENAI, "Unrecognized request argument: max_completion_tokens", "json_schema max_tokens temperature=0"),
        (OPENAI, "max_completion_tokens is too large", None),
        (THINKS, "body.chat_template_kwargs: Extra inputs are not permitted", "json_schema max_tokens temperature=0"),
        (STRICT, "the prompt is empty", None),
    ],
)  # fmt: skip
def test_a_refusal_teaches_what_to_leave_out(form: Form, complaint: str, next_form: str | None) -> None:
    learnt = form.without(complaint)
    assert (None if learnt is None else str(learnt)) == next_form


@pytest.mark.parametrize("mode", ["json_object", "text"])
def test_a_schema_that_is_told_in_words_stands_last(mode: str) -> None:
    body = Form(mode).body("m", MESSAGES, SCHEMA, 9)  # type: ignore[arg-type]
    system, user = body["messages"]
    assert system["content"] == "你是秘书"
    assert user["content"].startswith("摘要\n")
    assert user["content"].endswith('"properties":{"标题":{"type":"string"}}}')
    assert "JSON" in user["content"]  # some endpoints refuse json_object without the word


def test_a_tool_is_asked_for_by_name() -> None:
    body = Form("tool").body("m", MESSAGES, SCHEMA, 9)
    assert body["tools"][0]["function"]["parameters"] == SCHEMA
    assert body["tool_choice"]["function"]["name"] == body["tools"][0]["function"]["name"]
    assert "response_format" not in body


@pytest.mark.parametrize("mode", MODES)
def test_a_body_never_changes_what_it_is_made_from(mode: str) -> None:
    before = json.dumps(SCHEMA)
    Form(mode).body("m", MESSAGES, SCHEMA, 9)  # type: ignore[arg-type]
    assert json.dumps(SCHEMA) == before
    assert MESSAGES[1].content == "摘要"
