"""Codes of the places of birth registration in citizen numbers.

Source: Thông tư 07/2016/TT-BCA, annex 1: the 63 provinces of that time; numbers keep them after the merger
of provinces in 2025. Births abroad have the code of a country, which is not listed here, and what new births
get is not known: an unknown code is worth a look, never a refusal.
"""

from __future__ import annotations

_CODES = (
    " 001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033"
    " 034 035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066"
    " 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096 "
)


def is_province(code: str) -> bool:
    """Whether three digits are the code of a province."""
    return f" {code} " in _CODES
