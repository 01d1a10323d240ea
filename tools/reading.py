"""What the sources say: messages inside gettext, and texts that should be there.

Four readers, one for each kind of source: Python, Django's templates, the browser's modules, and
typst's prints. Each gives ``Message``s (to be translated) and ``Stray``s (a text outside gettext,
or a message that cannot be gathered).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.jslexer import Token as Word
from babel.messages.jslexer import tokenize, unquote_string
from django.template.base import Lexer, Node, Token, TokenType
from django.template.engine import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

FUNCTIONS = {
    "gettext": (0, 1), "gettext_lazy": (0, 1), "gettext_noop": (0, 1),
    "ngettext": (0, 2), "ngettext_lazy": (0, 2),
    "pgettext": (1, 1), "pgettext_lazy": (1, 1),
    "npgettext": (1, 2), "npgettext_lazy": (1, 2),
}  # fmt: skip
"""By name: how many contexts come first (0 or 1), then how many forms."""

ACCENT = re.compile("[àâçéèêëîïôûùüœÀÂÇÉÈÊËÎÏÔÛÙŒ’«»]")
LITTLE = re.compile(
    r"\b(le|la|les|un|une|des|du|de|est|sont|pas|et|ou|au|aux|pour|avec|sur|dans|par|sans|chez"
    r"|vous|votre|vos|ce|cette|ces|il|elle|en|jour|jours|heure|nom|prix)\b",
    re.IGNORECASE,
)


def is_prose(text: str) -> bool:
    """Whether a text is French rather than a code: its letters, or its little words."""
    return bool(ACCENT.search(text) or (" " in text.strip() and LITTLE.search(text)))


WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, order=True)
class Message:
    """A text to be translated, with its plural and its context when it has some."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True, order=True)
class Stray:
    """A text outside gettext."""

    line: int
    text: str


Found = Iterator[Message | Stray]


# Python


def in_python(source: str) -> Found:
    """Calls of gettext, by whatever name it was imported; other French strings, but docstrings."""
    tree = ast.parse(source)
    names = dict(_imported(tree))
    held: set[int] = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        function = names.get(_name(node.func)) if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and function:
            held |= {id(one) for argument in node.args for one in ast.walk(argument)}
            yield _called(node, *FUNCTIONS[function])
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in held and is_prose(text):
            yield Stray(getattr(node, "lineno", 0), text)


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for one in node.names:
                if one.name in FUNCTIONS:
                    yield one.asname or one.name, one.name


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _called(call: ast.Call, contexts: int, forms: int) -> Message | Stray:
    told = [one.value for one in call.args[: contexts + forms] if isinstance(one, ast.Constant)]
    if len(told) != contexts + forms or not all(isinstance(one, str) for one in told):
        return Stray(call.lineno, f"not written out: {ast.unparse(call)}")
    return _message(contexts, *map(str, told))


def _message(contexts: int, *told: str) -> Message:
    text, plural = (*told[contexts:], "")[:2]
    return Message(text, plural, told[0] if contexts else "")


# Templates

INNER = re.compile(r"""_\(["'](.+?)["']\)""")
QUOTED = re.compile(r'"([^"]*)"|\'([^\']*)\'')
NAMES = {"block", "endblock", "extends", "include", "load", "static", "url"}
SAID = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}


def in_template(name: str, source: str) -> Found:
    """``{% translate %}``, ``{% blocktranslate %}`` and ``_()``; any other words a person reads."""
    nodes = Engine.get_default().get_template(name).nodelist
    for node in nodes.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            yield Message(node.filter_expression.var.literal)
        elif isinstance(node, BlockTranslateNode):
            told = (node.singular, node.plural) if node.plural else (node.singular,)
            yield Message(*(node.render_token_list(one)[0] for one in told))
    yield from map(Message, INNER.findall(source))
    yield from untranslated(source)


def untranslated(source: str) -> Iterator[Stray]:
    """What a template says outside gettext."""
    texts = _Texts()
    inside = False
    for token in Lexer(source).tokenize():
        word = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK:
            inside = word == "blocktranslate" or (inside and word != "endblocktranslate")
            if word == "block":
                texts.shown = not token.contents.endswith(("_class", "_attributes"))
            texts.shown |= word == "endblock"
        if token.token_type == TokenType.TEXT and not inside:
            texts.at(token.lineno or 0, token.contents)
        elif token.token_type in {TokenType.VAR, TokenType.BLOCK} and word not in NAMES:
            yield from _in_tag(token)
            texts.feed("0")
    yield from texts.strays


def _in_tag(token: Token) -> Iterator[Stray]:
    """French between the quotes of a tag, such as ``default:"aucun"``."""
    if token.contents.startswith(("translate ", "blocktranslate ")):
        return
    for one in QUOTED.finditer(INNER.sub("", token.contents)):
        text = one[1] or one[2] or ""
        if is_prose(text):
            yield Stray(token.lineno or 0, text)


class _Texts(HTMLParser):
    """What a person would read or hear of the markup."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[Stray] = []
        self.line = 0
        self.shown = True

    def at(self, line: int, markup: str) -> None:
        self.line = line
        self.feed(markup)

    def handle_data(self, data: str) -> None:
        if self.shown and WORD.search(data):
            self.strays.append(Stray(self.line, data.strip()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SAID - ({"content"} if tag == "meta" else set()) and WORD.search(
                value or ""
            ):
                self.strays.append(Stray(self.line, value or ""))


# Modules of the browser

BROWSER = {"_": (0, 1), "gettext": (0, 1), "ngettext": (0, 2)}
CAPITAL = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]+\b(?!/)")


def in_module(source: str) -> Found:
    """Calls of ``gettext`` or ``_``, and ``ngettext``; other French strings, or capitalised."""
    words = [one for one in tokenize(source, jsx=False) if not one.type.endswith("comment")]
    held: set[int] = set()
    for at, word in enumerate(words[:-1]):
        if word.type == "name" and word.value in BROWSER and words[at + 1].value == "(":
            forms = BROWSER[word.value][1]
            told = _arguments(words[at + 2 : at + 2 + 2 * forms], forms)
            if words[at - 1].value == "function":
                continue
            held |= {at + 2 + 2 * one for one in range(forms)}
            yield _message(0, *told) if told else Stray(word.lineno, "not written out")
    for at, word in enumerate(words):
        if word.type in {"string", "template_string"} and at not in held:
            text = unquote_string(word.value) if word.type == "string" else word.value[1:-1]
            if is_prose(text) or CAPITAL.match(text):
                yield Stray(word.lineno, text)


def _arguments(words: list[Word], forms: int) -> list[str]:
    told = [unquote_string(one.value) for one in words[::2] if one.type == "string"]
    return (
        told if len(told) == forms and all(one.value in {",", ")"} for one in words[1::2]) else []
    )


# Prints

CALLED = re.compile(r'\bgettext\("((?:[^"\\]|\\.)*)"\)')
COMMENT = re.compile(r"//.*")
CONTENT = re.compile(r"\[[*_=\s]*([^\[\]#]*[^\W\d_]{2,}[^\[\]#]*)\]")


def in_print(source: str) -> Found:
    """``gettext("…")``; other French words, or words between brackets."""
    yield from map(Message, CALLED.findall(source))
    for line, text in enumerate(source.splitlines(), 1):
        rest = CALLED.sub("", COMMENT.sub("", text))
        for word in CONTENT.findall(rest) or ([rest.strip()] if ACCENT.search(rest) else []):
            yield Stray(line, word)


# All of them

PACKAGE = Path(__file__).resolve().parent.parent / "src/maillage"
LEFT = {"bench", "cli", "demo", "migrations", "vendor"}
"""The command line speaks French; the rest is not shown."""


def sources(ending: str) -> Iterator[tuple[Path, str]]:
    """The package's files of a kind, and their text."""
    for path in sorted(PACKAGE.rglob(f"*{ending}")):
        if not LEFT & {*path.relative_to(PACKAGE).parts}:
            yield path, path.read_text(encoding="utf-8")


def everything() -> Iterator[tuple[Path, Message | Stray]]:
    """All that the sources say; Django must be ready."""
    for ending, read in ((".py", in_python), (".js", in_module), (".typ", in_print)):
        for path, source in sources(ending):
            yield from ((path, one) for one in read(source))
    for path, source in sources(".html"):
        name = path.as_posix().split("/templates/")[1]
        yield from ((path, one) for one in in_template(name, source))
