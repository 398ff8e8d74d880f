# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Agents that ask as well-known clients do, one for each dialect, and wait as they do.

Their requests are ours; heads and bodies have what tells one client from another.
"""

import http.client
import json
import re
import time
import uuid

PATIENCE = 90         # s; longer than anything of the kit's lasts
SHORT_PATIENCE = 20   # s without a byte, of an agent that gives up
FIRST_WAIT = 0.25     # s before the second attempt; doubled before each further one
KEY = "sk-fake-000000"

TOOLS = {
    "Read": {"file_path": "The file to read"},
    "Write": {"file_path": "The file to write", "content": "What to write"},
    "Bash": {"command": "What to run", "description": "What it does, in a few words"},
}
QUESTION = "What does probe.txt say?"
RESULT = "the probe file"


def schema(fields):
    return {"type": "object", "required": list(fields),
            "properties": {name: {"type": "string", "description": text}
                           for name, text in fields.items()}}


class Agent:
    """One session with one gateway. Subclasses know how a client asks."""

    dialect = path = ""
    client = ""  # as check calls it

    def __init__(self, port):
        self.port = port
        self.session = str(uuid.uuid4())
        self.attempts = 0   # of the call at hand
        self.turns = 0      # that went before
        self.wait = 0       # s, that the gateway asked for

    def ask(self, how):
        """One request, read to its end. @how: "stream", "whole" (the same, not streamed), "turn"
        (the next turn of the conversation) or "leave" (a stream, but with little patience)."""
        if how == "turn":
            self.turns += 1
            self.attempts = 0
        elif self.attempts:
            # As long as clients wait: the next attempt must not look like a second agent's.
            time.sleep(max(self.wait, FIRST_WAIT * 2 ** (self.attempts - 1)))
        patience = SHORT_PATIENCE if how == "leave" else PATIENCE
        body = json.dumps(self.body(how != "whole"), ensure_ascii=False).encode()
        self._exchange(self.head(patience), body, patience)
        self.attempts += 1

    def _exchange(self, head, body, patience):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            connection.putrequest("POST", self.path, skip_accept_encoding=True)
            for name, value in head:
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            after = answer.getheader("retry-after", "")
            self.wait = int(after) if re.fullmatch(r"\d{1,2}", after) else 0
            while answer.read1(65536):
                pass
        except (OSError, http.client.HTTPException):
            pass  # what an agent sees then is told by what Tapline wrote
        finally:
            connection.close()

    def head(self, patience):
        raise NotImplementedError

    def body(self, stream):
        raise NotImplementedError


class ClaudeCode(Agent):
    """Anthropic Messages."""

    dialect, path = "messages", "/v1/messages?beta=true"
    client = "claude-code"

    def head(self, patience):
        return [
            ("Accept", "application/json"),
            ("Accept-Encoding", "gzip, deflate, br, zstd"),
            ("Content-Type", "application/json"),
            ("User-Agent", "claude-cli/2.1.329 (external, sdk-cli)"),
            ("X-Claude-Code-Session-Id", self.session),
            ("X-Stainless-Lang", "js"),
            ("X-Stainless-Package-Version", "0.128.0"),
            ("X-Stainless-Retry-Count", "0"),  # always: its own loop asks again
            ("X-Stainless-Timeout", "600"),
            ("anthropic-beta", "claude-code-20250219,interleaved-thinking-2025-05-14"),
            ("anthropic-version", "2023-06-01"),
            ("x-api-key", KEY),
            ("x-app", "cli"),
        ]

    def body(self, stream):
        messages = [{"role": "user", "content": [{"type": "text", "text": QUESTION}]}]
        for turn in range(self.turns):
            call = {"type": "tool_use", "id": f"toolu_{turn}", "name": "Read",
                    "input": {"file_path": "probe.txt"}}
            result = {"type": "tool_result", "tool_use_id": call["id"], "content": RESULT}
            messages += [{"role": "assistant", "content": [call]},
                         {"role": "user", "content": [result]}]
        user = {"device_id": "d" * 64, "account_uuid": "", "session_id": self.session}
        return {
            "model": "claude-sonnet-4-5", "max_tokens": 32000, "messages": messages,
            "system": [{"type": "text", "text": "You help with files."}],
            "tools": [{"name": name, "description": f"{name} a file",
                       "input_schema": schema(fields)} for name, fields in TOOLS.items()],
            "metadata": {"user_id": json.dumps(user)},
            **({"stream": True} if stream else {}),
        }


class OpenAIPython(Agent):
    """Chat Completions, as OpenAI's SDK for Python asks."""

    dialect, path = "chat", "/v1/chat/completions"
    client = "openai-python"

    def head(self, patience):
        return [
            ("Accept-Encoding", "gzip, deflate"),
            ("Accept", "application/json"),
            ("Content-Type", "application/json"),
            ("User-Agent", "OpenAI/Python 3.3.1"),
            ("X-Stainless-Lang", "python"),
            ("X-Stainless-Package-Version", "3.3.1"),
            ("X-Stainless-Async", "false"),
            ("x-stainless-retry-count", str(self.attempts)),
            ("x-stainless-read-timeout", "600" if patience == PATIENCE else str(patience)),
            ("Authorization", f"Bearer {KEY}"),
        ]

    def body(self, stream):
        messages = [{"role": "system", "content": "You help with files."},
                    {"role": "user", "content": QUESTION}]
        for turn in range(self.turns):
            call = {"id": f"call_{turn}", "type": "function",
                    "function": {"name": "Read", "arguments": '{"file_path":"probe.txt"}'}}
            messages += [{"role": "assistant", "content": None, "tool_calls": [call]},
                         {"role": "tool", "tool_call_id": call["id"], "content": RESULT}]
        return {
            "model": "gpt-5.1", "messages": messages,
            "tools": [{"type": "function", "function": {"name": name, "parameters": schema(fields)}}
                      for name, fields in TOOLS.items()],
            **({"stream": True, "stream_options": {"include_usage": True}} if stream else {}),
        }


class Codex(Agent):
    """Responses."""

    dialect, path = "responses", "/v1/responses"
    client = "codex"

    def head(self, patience):
        return [
            ("session-id", self.session),
            ("thread-id", self.session),
            ("x-client-request-id", self.session),
            ("originator", "codex_exec"),
            ("user-agent", "codex_exec/0.169.0 (Debian 12.0.0; x86_64)"),
            ("authorization", f"Bearer {KEY}"),
            ("content-type", "application/json"),
            ("accept", "text/event-stream"),
        ]

    def body(self, stream):
        asked = [{"type": "message", "role": "user",
                  "content": [{"type": "input_text", "text": QUESTION}]}]
        for turn in range(self.turns):
            call = {"type": "function_call", "call_id": f"call_{turn}", "name": "Read",
                    "arguments": '{"file_path":"probe.txt"}'}
            asked += [call, {"type": "function_call_output", "call_id": call["call_id"],
                             "output": RESULT}]
        return {
            "model": "gpt-5.1-codex", "instructions": "You help with files.", "input": asked,
            "tools": [{"type": "function", "name": name, "strict": False,
                       "parameters": schema(fields)} for name, fields in TOOLS.items()],
            "tool_choice": "auto", "parallel_tool_calls": False, "store": False,
            "prompt_cache_key": self.session, "stream": stream,
        }


AGENTS = {agent.dialect: agent for agent in (ClaudeCode, OpenAIPython, Codex)}
