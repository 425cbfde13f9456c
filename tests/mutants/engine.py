"""Every comparison, sign and choice in the engine's modules, changed one at a time.

A change is made in memory: the module's text is parsed, one node replaced, compiled, and the code
of the one function it lies in put in the function's place. No file is touched.
"""

from __future__ import annotations

import ast
import copy
import importlib
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

MODULES = (
    "criteria",
    "categories",
    "streaks",
    "clock",
    "panel",
    "means",
    "verdicts",
    "margins",
    "classification",
    "published",
)
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
    "greater": "greater_equal",
    "greater_equal": "greater",
    "less": "less_equal",
    "less_equal": "less",
}
SIGNS = (">", ">=", "<", "<=")


@dataclass(frozen=True)
class EngineMutant:
    """One node of one function of a module, changed."""

    module: str
    function: str
    name: str
    kind: str
    tree: ast.Module

    @property
    def tokens(self) -> tuple[str, ...]:
        return (self.module,)


def engine_mutants() -> Iterator[EngineMutant]:
    """All changes, in the order of the text."""
    for module in MODULES:
        text = files("monitor").joinpath(f"{module}.py").read_text(encoding="utf-8")
        tree = ast.parse(text)
        seen: dict[str, int] = {}
        for function, node in functions(tree):
            not_code = {id(part) for said in outside(node) for part in ast.walk(said)}
            for place, inner in enumerate(ast.walk(node)):
                if id(inner) in not_code:
                    continue
                for label, kind, change in changes(inner):
                    mutant = copy.deepcopy(tree)
                    target = dict(functions(mutant))[function]
                    change(list(ast.walk(target))[place])
                    name = f"{module}.py: {function}: {label}"
                    seen[name] = seen.get(name, 0) + 1
                    if seen[name] > 1:
                        name = f"{name} ({seen[name]})"
                    ast.fix_missing_locations(mutant)
                    yield EngineMutant(module, function, name, kind, mutant)


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Functions, methods and tables of the module, each with its dotted name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner
        elif isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            yield ast.unparse(node.target), node.value


def outside(node: ast.AST) -> Iterator[ast.AST]:
    """What does not lie in the code of the function: types, decorators, defaults."""
    if isinstance(node, ast.FunctionDef):
        yield from node.decorator_list
        yield from node.args.defaults
        yield from (default for default in node.args.kw_defaults if default is not None)
    for inner in ast.walk(node):
        if isinstance(inner, ast.arg | ast.AnnAssign) and inner.annotation is not None:
            yield inner.annotation
        if isinstance(inner, ast.FunctionDef) and inner.returns is not None:
            yield inner.returns


Change = tuple[str, str, Callable[[Any], None]]


def changes(node: ast.AST) -> Iterator[Change]:
    """What can be changed in one node: label, kind, and how."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                yield compared(node, place, other)
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        if not string_work(node):
            yield worked(node, ARITHMETIC[type(node.op)])
    elif isinstance(node, ast.BoolOp):
        yield worked(node, ast.Or if isinstance(node.op, ast.And) else ast.And)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield without_sign(node)
    elif isinstance(node, ast.AugAssign) and type(node.op) in ARITHMETIC:
        if isinstance(node.op, ast.Add | ast.BitAnd) and not isinstance(node.value, ast.List):
            yield worked(node, ARITHMETIC[type(node.op)])
    elif isinstance(node, ast.Name | ast.Attribute):
        name = node.id if isinstance(node, ast.Name) else node.attr
        if name in NAMES and isinstance(node.ctx, ast.Load):
            yield renamed(node, name)
    elif isinstance(node, ast.Constant):
        if node.value in SIGNS and isinstance(node.value, str):
            other = SIGNS[(SIGNS.index(node.value) ^ 1)]
            yield revalued(node, other, "comparison")
        elif isinstance(node.value, bool):
            yield revalued(node, not node.value, "choice")
        elif isinstance(node.value, int):
            yield revalued(node, node.value + 1, "number")


def string_work(node: ast.BinOp) -> bool:
    """Whether a + joins texts or lists, or a | joins types."""
    return any(
        isinstance(side, ast.Constant | ast.JoinedStr | ast.List | ast.ListComp)
        and not (isinstance(side, ast.Constant) and isinstance(side.value, int | float))
        for side in (node.left, node.right)
    )


def compared(node: ast.Compare, place: int, other: type[ast.cmpop]) -> Change:
    def change(target: Any) -> None:
        target.ops[place] = other()

    after = copy.deepcopy(node)
    change(after)
    return f"{ast.unparse(node)} -> {ast.unparse(after)}", "comparison", change


def worked(node: Any, other: Any) -> Change:
    def change(target: Any) -> None:
        target.op = other()

    after = copy.deepcopy(node)
    change(after)
    kind = "logic" if other in (ast.And, ast.Or, ast.BitAnd, ast.BitOr) else "arithmetic"
    return f"{ast.unparse(node)} -> {ast.unparse(after)}", kind, change


def without_sign(node: ast.UnaryOp) -> Change:
    def change(target: Any) -> None:
        # twice the sign is none
        target.operand = ast.UnaryOp(type(target.op)(), target.operand)

    return f"{ast.unparse(node)} -> {ast.unparse(node.operand)}", "logic", change


def renamed(node: Any, name: str) -> Change:
    def change(target: Any) -> None:
        if isinstance(target, ast.Name):
            target.id = NAMES[name]
        else:
            target.attr = NAMES[name]

    kind = "comparison" if name.startswith(("greater", "less")) else "choice"
    return f"{ast.unparse(node)} -> {NAMES[name]}", kind, change


def revalued(node: ast.Constant, other: object, kind: str) -> Change:
    def change(target: Any) -> None:
        target.value = other

    return f"{node.value!r} -> {other!r} in column {node.col_offset}", kind, change


@contextmanager
def applied(mutant: EngineMutant) -> Iterator[None]:
    """The tool with the one change, as long as the context lasts."""
    module = importlib.import_module(f"monitor.{mutant.module}")
    code = compile(mutant.tree, f"<mutant of {mutant.module}>", "exec")
    if "." not in mutant.function and isinstance(getattr(module, mutant.function), dict):
        table = getattr(module, mutant.function)
        before = dict(table)
        space: dict[str, Any] = {"__name__": f"monitor.{mutant.module}"}
        # our own module's text with one node changed, nothing from outside
        exec(code, space)  # noqa: S102
        replace_in(table, space[mutant.function])
        try:
            yield
        finally:
            replace_in(table, before)
        return
    function = function_of(module, mutant.function)
    original = function.__code__
    function.__code__ = code_of(code, mutant.function)
    try:
        yield
    finally:
        function.__code__ = original


def replace_in(table: dict[Any, Any], content: dict[Any, Any]) -> None:
    table.clear()
    table.update(content)


def function_of(module: types.ModuleType, dotted: str) -> types.FunctionType:
    owner: Any = module
    for part in dotted.split("."):
        owner = vars(owner)[part]
    for wrapper in ("fget", "__wrapped__", "__func__"):
        owner = getattr(owner, wrapper, None) or owner
    if not isinstance(owner, types.FunctionType):
        msg = f"{dotted} is no function"
        raise TypeError(msg)
    return owner


def code_of(code: types.CodeType, dotted: str) -> types.CodeType:
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            if inner.co_qualname == dotted:
                return inner
            if dotted.startswith(f"{inner.co_qualname}."):
                return code_of(inner, dotted)
    msg = f"no code of {dotted}"
    raise LookupError(msg)


@cache
def all_engine_mutants() -> tuple[EngineMutant, ...]:
    return tuple(engine_mutants())
