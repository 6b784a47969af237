"""The phrases: the same in all languages, all used, all there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot.telegram
from bot.answering.answer import Refusal
from bot.telegram.language import LOCALES, Language, phrases, say
from bot.telegram.menu import ADMIN_COMMANDS, GROUP_COMMANDS, PRIVATE_COMMANDS
from bot.telegram.views import Shown
from retrieval.documents.errors import Reason
from retrieval.script import script_of

CODE = Path(bot.telegram.__file__).parent
TREES = [ast.parse(file.read_text(encoding="utf-8")) for file in sorted(CODE.rglob("*.py"))]

# What is composed in the code of a beginning and a name.
COMPOSED = {
    *(f"command_{name}" for name in {*PRIVATE_COMMANDS, *GROUP_COMMANDS, *ADMIN_COMMANDS}),
    *(f"refused_{reason}" for reason in Reason),
    *Refusal,
    *(
        f"{deed}_{what}"
        for deed in ("open", "close")
        for what in Shown
        if what is not Shown.NOTHING
    ),
}

SAYERS = {"say", "NotTakenError"}
"""Functions that take the key of a phrase."""


def placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


def calls() -> Iterator[tuple[ast.Call, list[str]]]:
    """Yield each call that says something, with the keys written out in it."""
    for tree in TREES:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SAYERS:
                constants = (n for arg in node.args for n in _values(arg))
                keys = [c for c in constants if re.fullmatch(r"[a-z]+(_[a-z]+)*", c)]
                yield node, keys


def _values(argument: ast.expr) -> Iterator[str]:
    """Yield the strings that an argument may be."""
    if isinstance(argument, ast.IfExp):
        yield from _values(argument.body)
        yield from _values(argument.orelse)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


def test_there_is_a_file_for_each_language_and_no_other() -> None:
    assert {file.name for file in LOCALES.iterdir()} == {f"{lang}.toml" for lang in Language}


@pytest.mark.parametrize("language", Language)
def test_keys_and_placeholders_are_the_same(language: Language) -> None:
    reference = {key: placeholders(text) for key, text in phrases(Language.SIMPLIFIED).items()}
    assert {key: placeholders(text) for key, text in phrases(language).items()} == reference


@pytest.mark.parametrize("language", Language)
def test_no_key_stands_in_two_groups_and_no_phrase_is_empty(language: Language) -> None:
    lines = (LOCALES / f"{language}.toml").read_text(encoding="utf-8").splitlines()
    keys = [line.split(" = ")[0] for line in lines if " = " in line and line[0] != "#"]
    assert len(keys) == len(set(keys)) == len(phrases(language))
    assert all(text.strip() for text in phrases(language).values())


def test_every_key_in_the_code_is_there() -> None:
    known = phrases(Language.SIMPLIFIED)
    used = {key for _, keys in calls() for key in keys}
    assert len(used) > 30
    assert (used | COMPOSED) - set(known) == set()


def test_every_key_is_used() -> None:
    written = {
        node.value
        for tree in TREES
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(phrases(Language.SIMPLIFIED)) - written - COMPOSED == set()


def test_what_a_phrase_needs_is_given() -> None:
    for call, keys in calls():
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        # The others hand on what they are given, and add to it.
        if name == "say" and all(keyword.arg for keyword in call.keywords):
            given = {keyword.arg for keyword in call.keywords}
            for key in keys:
                assert placeholders(phrases(Language.SIMPLIFIED)[key]) <= given, key


@pytest.mark.parametrize("language", [Language.SIMPLIFIED, Language.TRADITIONAL])
def test_chinese_phrases_are_in_their_script(language: Language) -> None:
    for key, text in phrases(language).items():
        assert script_of(text) in (language.script, None), key


def test_english_phrases_explain_themselves_without_chinese() -> None:
    # Examples of questions are in Chinese: that is what one asks in.
    examples = {"how", "how_to_ask"}
    for key, text in phrases(Language.ENGLISH).items():
        if key not in examples:
            assert not re.search(r"[\u4e00-\u9fff]", text), key


def test_a_phrase_is_filled_in() -> None:
    assert say(Language.ENGLISH, "paragraph", number=3) == ", paragraph 3"
    # What is filled in is not read as a phrase.
    assert "{number}" in say(Language.ENGLISH, "taken", name="{number}")
