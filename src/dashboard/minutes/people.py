"""Those present and those who sent apologies, from the lines before the first item of a record."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.minutes.paragraphs import Block

_SECTION = re.compile(
    r"\s*(?:(?P<present>(?:members |those |also )?(?:present|attendees|in"
    r" attendance|attendance|attending)|"
    r"(?:welcome|introductions)(?:,? and (?:introductions|welcome|apologies)|, introductions,? and"
    r" apologies)?)|"
    r"(?P<absent>apologies(?: for absence)?(?: were)?(?: received)?(?: from)?|absent))\s*"
    r"(?P<rest>$|[:–—-]\s*.*$|\(.*$|(?<=from )\s*.*$)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z]\d?")
"""'HR', 'DMPC', 'CoS': what stands in brackets after somebody whom the record calls so from then
on.
"""
_OFFICE_PATTERN = rf"(?:(?:,|;|and|the)\s+)*(?P<office>[A-Z][^().;:]{{2,80}}?)\s*\((?P<initials>{_INITIALS.pattern})\)"
_OFFICE_AND_INITIALS_EACH = re.compile(_OFFICE_PATTERN)
_OFFICE_AND_INITIALS = re.compile(
    rf"(?:\s*{re.sub('[?]P<[a-z]+>', '?:', _OFFICE_PATTERN)}\s*[,;.]?)+"
)
_HOLDERS = set(
    """
    chair vice head director chief deputy assistant commissioner secretary clerk mayor lead
    treasurer
""".split()
)
_BODIES = set(
    """
    office board committee panel group team unit service services department
""".split()
)
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’.-]+[^\W\d_]*)*")
_TITLES = set(
    """
    sir dame dr dr. lord lady baroness prof prof. professor cllr councillor mr mr. mrs mrs. ms
    ms. miss revd rev
""".split()
)
_PARTICLES = {"de", "van", "von", "der", "den", "la", "le", "bin", "al", "da", "di", "del"}
_ROLES = set(
    "officer director head chief commissioner mayor chair manager lead deputy assistant president"
    " secretary board committee superintendent inspector constable sergeant adviser advisor analyst"
    " member members secretariat finance service services strategy oversight police council"
    " authority partnership partnerships team group unit office policy operations minutes meeting"
    " record agenda north south east west central".split()
)
_JOINS = {"of", "and", "for", "the", "&", "to", "in", "at", "on", "with"}


@dataclass(frozen=True)
class Person:
    """Somebody whom the record lists."""

    name: str
    role: str = ""
    organisation: str = ""
    """The heading under which they are listed."""
    is_present: bool = True
    """False for apologies."""
    place: str = ""
    initials: str = ""
    """By which the record calls them, as in 'Head of Response (HR)'; '' where it gives none."""


def people(blocks: list[Block]) -> tuple[list[Person], list[str]]:
    """Everyone listed in ``blocks`` (those before the first item), and sentences on what to check."""
    persons: list[Person] = []
    notes: list[str] = []
    section, organisation, is_present = False, "", True
    for line in (line for block in blocks for line in block.lines):
        text = re.sub(r"^\s*(?:[-•*·]|\d{1,2}[.)])\s+", "", line.text).strip()
        if line.cells:
            persons += _row(line.cells, line.place, is_present)
            continue
        section_match = _SECTION.match(text)
        if section_match:
            section, organisation, is_present = True, "", section_match["absent"] is None
            text = (
                section_match["rest"].lstrip(":–—- ").strip()
                if not section_match["rest"].startswith("(")
                else ""
            )
        # Beside the heading 'Present:' commas part names; on a line of its own one comma parts a
        # name and its role.
        names_and_roles = _persons(text, section, names=bool(section_match) or text.count(",") > 1)
        if (
            len(names_and_roles) > 1
            and ";" not in text
            and any(role for _, role in names_and_roles)
        ):
            notes.append(
                f"Several people stand together on {line.place}: check where each name begins."
            )
        persons += [
            _person(name, role, organisation, is_present, line.place)
            for name, role in names_and_roles
        ]
        if (
            not names_and_roles
            and text
            and not section_match
            and len(text.split()) <= 6
            and not re.search(r"[\d.]", text)
        ):
            organisation = text.rstrip(":")
    return persons, notes


def _person(name: str, role: str, organisation: str, is_present: bool, place: str) -> Person:
    """Somebody listed; initials that stood in brackets were taken for a role, or for the beginning
    of one.
    """
    first, _, rest = role.partition(", ")
    initials = first if _INITIALS.fullmatch(first) else ""
    return Person(name, rest if initials else role, organisation, is_present, place, initials)


def _row(cells: tuple[str, ...], place: str, is_present: bool) -> list[Person]:
    filled_cells = [cell for cell in cells if cell]
    if not filled_cells or not _is_name(filled_cells[0]):
        return []
    return [Person(filled_cells[0], ", ".join(filled_cells[1:]), "", is_present, place)]


def _persons(text: str, section: bool, names: bool) -> list[tuple[str, str]]:
    """Names and roles on one line; without a heading 'Present' only where a comma or dash parts
    name and role.
    """
    if len(text) > 2000:
        return []
    if ";" in text:
        return [
            person
            for part in text.split(";")
            for person in _persons(part.strip(" ."), section, False)
        ]
    parts = [part.strip(" .") for part in re.split(r",(?![^()]*\))", text)]
    if (
        section
        and names
        and len(parts) > 1
        and all(_is_name(_strip_brackets(part)) for part in parts)
    ):
        return [(_strip_brackets(part), _find_bracketed(part)) for part in parts]
    if len(parts) > 1 and _is_name(_strip_brackets(parts[0])):
        return _run_together(parts)
    dashed = re.split(r"\s+[–—-]\s+|\t+|\s{3,}", text, maxsplit=1)
    if len(dashed) == 2 and _is_name(_strip_brackets(dashed[0])):
        return [(_strip_brackets(dashed[0]), dashed[1].strip())]
    if section and _is_name(_strip_brackets(text)):
        return [(_strip_brackets(text), _find_bracketed(text))]
    return _role_holders(text) if section else []


def _role_holders(text: str) -> list[tuple[str, str]]:
    """Those whom a line names by their office alone: 'Head of Response (HR)', 'the Chair'."""
    if _OFFICE_AND_INITIALS.fullmatch(text):
        return [(m["office"], m["initials"]) for m in _OFFICE_AND_INITIALS_EACH.finditer(text)]
    words = text.removeprefix("the ").strip(" .").split()
    holds = words and words[0].casefold() in _HOLDERS and words[-1].casefold() not in _BODIES
    plain = all(word[0].isupper() or word.casefold() in _JOINS for word in words)
    return [(" ".join(words), "")] if holds and plain and len(words) <= 8 else []


def _run_together(parts: list[str]) -> list[tuple[str, str]]:
    """'Ann Lee, Head of Ships Bo Day, Clerk': a new person begins where a role ends in a name
    before a comma.
    """
    persons = [(_strip_brackets(parts[0]), _find_bracketed(parts[0]))]
    for n, part in enumerate(parts[1:], start=1):
        words = part.split()
        name_length = 3 if len(words) > 3 and words[-3].casefold() in _TITLES else 2
        name, role = " ".join(words[-name_length:]), words[:-name_length]
        begins = (
            n < len(parts) - 1 and role and role[-1].casefold() not in _JOINS and _is_name(name)
        )
        role_text = " ".join(role) if begins else part
        persons[-1] = (persons[-1][0], f"{persons[-1][1]}, {role_text}".lstrip(", "))
        if begins:
            persons.append((name, ""))
    return persons


def _strip_brackets(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", text).strip(" .:")


def _find_bracketed(text: str) -> str:
    found = re.search(r"\(([^()]*)\)", text)
    return found[1].strip() if found else ""


def _is_name(text: str) -> bool:
    """Whether ``text`` is shaped as a person's name: two to five capital words, none of them a
    role's.
    """
    words = text.split()
    while words and words[0].casefold() in _TITLES:
        words = words[1:]
    titled = len(words) < len(text.split())
    if not (1 if titled else 2) <= len(words) <= 5 or any(
        word.casefold() in _ROLES for word in words
    ):
        return False
    return all(
        word.casefold() in _PARTICLES or (word[0].isupper() and _NAME_WORD.fullmatch(word))
        for word in words
    )
