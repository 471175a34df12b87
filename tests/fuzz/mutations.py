"""Mutations that keep data objects whole: what a blind change of bytes breaks at once."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import atheris

from desktop_app.core.errors import AppError
from desktop_app.emrtd import tlv

_DEEPEST = 12
_ABSURD = (b"\x84\xff\xff\xff\xff", b"\x80", b"\x83\x00\x00\x01", b"\x00", b"\x7f")
_WRAPPED = (0x03, 0x04)  # BIT STRING and OCTET STRING hold whole objects too


@dataclass
class _Node:
    tag: int
    value: bytes = b""
    children: list[_Node] = field(default_factory=list)
    before: bytes = b""  # of the value: the count of unused bits
    length: bytes | None = None  # instead of the right one

    def encoded(self) -> bytes:
        inside = (
            self.before + b"".join(child.encoded() for child in self.children)
            if self.children
            else self.value
        )
        whole = tlv.encode(self.tag, inside)
        if self.length is None:
            return whole
        return whole[: (self.tag.bit_length() + 7) // 8] + self.length + inside

    def all(self) -> list[_Node]:
        return [self, *(below for child in self.children for below in child.all())]


def _nodes(data: bytes, depth: int = 0) -> list[_Node]:
    made: list[_Node] = []
    for item in tlv.parse(data):
        node = _Node(item.tag, item.value)
        if depth < _DEEPEST:
            bits = item.tag == _WRAPPED[0] and item.value[:1] == b"\x00"
            inner = item.value[1:] if bits else item.value
            if inner and (item.constructed or item.tag in _WRAPPED):
                try:
                    node.children, node.before = _nodes(inner, depth + 1), b"\x00" if bits else b""
                except AppError:
                    node.children = []
        made.append(node)
    return made


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Half of the time a data object is changed and all lengths above it follow; else any bytes are."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        return atheris.Mutate(data, most)
    try:
        roots = _nodes(data)
    except AppError:
        return atheris.Mutate(data, most)
    every = [node for root in roots for node in root.all()]
    if not every:
        return atheris.Mutate(data, most)
    node, other = chance.choice(every), chance.choice(every)
    match chance.randrange(7):
        case 0:
            node.children, node.value = [], atheris.Mutate(node.value or b"\x00", max(1, most // 2))
        case 1:
            node.length = chance.choice(_ABSURD)
        case 2:
            node.children, node.value = [], b""
        case 3:
            node.tag = other.tag
        case 4 if node.children:
            del node.children[chance.randrange(len(node.children))]
        case 5:
            node.value, node.children = other.value, []
        case _:
            node.children = [*node.children, _Node(other.tag, other.value)]
    return b"".join(root.encoded() for root in roots)[:most]
