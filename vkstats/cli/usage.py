"""What typer is told to do otherwise: a command by default, help and usage errors in the chosen language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from vkstats.messages import LANGUAGES, text
from vkstats.write.mistakes import visible

DEFAULT_COMMAND = "extract"
_LANGUAGE = "--lang"
_HEADING = re.compile(r"^(Usage|Arguments|Options|Commands):", re.MULTILINE)
_PIECES = {"[OPTIONS]": "help.any-options", "COMMAND [ARGS]...": "help.any-command"}
_REQUIRED = "[required]"
_TYPE = re.compile(r" <[a-z]+(?:\[[a-z]+\])?>")  # typer shows Python's name of an argument's type


class UsageError(typer.BadParameter):
    """Wrong usage, told in words of the catalogue."""


class Command(TyperCommand):
    """A command whose help page and complaints speak `lang`."""

    lang: ClassVar[str]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 (typer keeps the type of its context)
        """Refuse what is left over."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            code = "usage.words-left" if self.name == "explain" else "usage.left-over"
            raise UsageError(visible(text(code, self.lang, rest=" ".join(rest), command=ctx.command_path)))
        return rest

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401
        return _usage(super().collect_usage_pieces(ctx), self.lang)

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401
        return _translated(super().get_help(ctx), self.lang)

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401
        return _help_option(super().get_help_option(ctx), self.lang)


class Group(TyperGroup):
    """A group of commands whose help page and complaints speak `lang`."""

    lang: ClassVar[str]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """The command that the first argument names."""
        if args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            known = ", ".join(self.commands)
            raise UsageError(visible(text("usage.no-such-command", self.lang, name=args[0], known=known)))
        return super().resolve_command(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401
        return _usage(super().collect_usage_pieces(ctx), self.lang)

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401
        return _translated(super().get_help(ctx), self.lang)

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401
        return _help_option(super().get_help_option(ctx), self.lang)


class Root(Group):
    """The group of all commands: what does not begin with one of them is for `extract`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Put `extract` where the name of a command would stand.

        A file that is named like a command is reached by `vkstats extract explain` or `vkstats ./explain`.
        """
        at = 0
        while args[at : at + 1] and args[at].split("=")[0] == _LANGUAGE:  # may stand before every command
            at += 1 if "=" in args[at] else 2
        own = {name for option in self.get_params(ctx) for name in option.opts}
        if args and (at >= len(args) or args[at] not in own | set(self.commands)):
            args = [*args[:at], DEFAULT_COMMAND, *args[at:]]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:  # noqa: ANN401
        """The commands, and the options of `extract`, which needs no name."""
        listed = super().shell_complete(ctx, incomplete)
        known = {item.value for item in listed}
        default = self.commands[DEFAULT_COMMAND].shell_complete(ctx, incomplete)
        return [*listed, *(item for item in default if item.value not in known)]


def asked_language(argv: Sequence[str]) -> str | None:
    """The language that the arguments ask for: it must be known before typer reads them."""
    asked = None
    for at, argument in enumerate(argv):
        if argument == "--":
            break
        name, _, value = argument.partition("=")
        if name == _LANGUAGE:
            value = value or next(iter(argv[at + 1 :]), "")
            asked = value if value in LANGUAGES else asked
    return asked


def one_of(option: str, choices: Callable[[], Sequence[str]], lang: str) -> dict[str, Any]:
    """What `typer.Option` needs for an option with fixed values: help, check and completion."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in choices():
            raise UsageError(text("usage.choice", lang, option=f"--{option}", choices=", ".join(choices())))
        return value

    return {
        "help": text(f"help.{option}", lang),
        "callback": check,
        "autocompletion": lambda: list(choices()),
        "show_default": False,
    }


def whole_number(option: str, lang: str) -> dict[str, Any]:
    """What `typer.Option` needs for an option that takes a whole number from 1 up."""

    def check(value: str | None) -> str | None:
        if value is not None and not (value.isascii() and value.isdigit() and int(value)):
            raise UsageError(text("usage.number", lang, option=f"--{option}"))
        return value

    return {"help": text(f"help.{option}", lang), "callback": check, "show_default": False}


def told_usage(error: typer.TyperException, lang: str) -> str:
    """A usage error in one line; without any argument, the help page."""
    option = getattr(error, "option_name", "")
    match error:
        case UsageError():
            return error.message
        case typer.BadParameter() if type(error).__name__ == "MissingParameter":
            context = error.ctx
            command = context.command_path if context else "vkstats"
            argument = getattr(error.param, "metavar", None) or getattr(error.param, "name", "")
            return text("usage.missing-argument", lang, argument=argument, command=command)
        case _ if hasattr(error, "possibilities"):
            return visible(text("usage.no-such-option", lang, option=option))
        case _ if option:
            return text("usage.missing-value", lang, option=option)
        case _ if type(error).__name__ == "NoArgsIsHelpError":
            return error.message
        case _:
            return text("usage.other", lang, cause=error.format_message().rstrip("."))


def translate_completion(params: Sequence[Any], lang: str) -> None:
    """Put the help of the options that typer adds by itself into the chosen language."""
    for param in params:
        if param.name in ("install_completion", "show_completion"):
            param.help = text(f"help.{param.name.replace('_', '-')}", lang)


def _translated(page: str, lang: str) -> str:
    headed = _HEADING.sub(lambda match: text(f"help.{match[1].lower()}", lang), page)
    return _TYPE.sub("", headed).replace(_REQUIRED, text("help.required", lang))


def _usage(pieces: Sequence[str], lang: str) -> list[str]:
    """The pieces of a usage line with what typer writes in English in the chosen language."""
    return [text(_PIECES[piece], lang) if piece in _PIECES else piece for piece in pieces]


def _help_option(option: Any, lang: str) -> Any:  # noqa: ANN401
    if option is not None:
        option.help = text("help.help", lang)
    return option
