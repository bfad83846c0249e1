"""Paragraphs and indentation."""

import re as _re


def dedent(text):
    lines = text.split("\n")
    margin = None
    for at, line in enumerate(lines):
        stripped = line.lstrip(" \t")
        if not stripped:
            lines[at] = ""
            continue
        blank = line[:len(line) - len(stripped)]
        if margin is None:
            margin = blank
        else:
            same = 0
            while same < min(len(margin), len(blank)) and margin[same] == blank[same]:
                same += 1
            margin = margin[:same]
    if margin:
        lines = [line[len(margin):] if line else line for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    test = predicate or (lambda line: line.strip())
    return "".join(prefix + line if test(line) else line for line in text.splitlines(True))


def wrap(text, width=70, initial_indent="", subsequent_indent="", **options):
    lines = []
    line = ""
    for word in text.split():
        head = initial_indent if not lines else subsequent_indent
        room = width - len(head)
        while len(word) > room and not line:
            lines.append(head + word[:room])
            word = word[room:]
            head = subsequent_indent
            room = width - len(head)
        if line and len(line) + 1 + len(word) > room:
            lines.append(head + line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        lines.append((initial_indent if not lines else subsequent_indent) + line)
    return lines


def fill(text, width=70, **options):
    return "\n".join(wrap(text, width, **options))


def shorten(text, width, placeholder=" [...]"):
    words = text.split()
    whole = " ".join(words)
    if len(whole) <= width:
        return whole
    kept = ""
    for word in words:
        longer = f"{kept} {word}" if kept else word
        if len(longer) + len(placeholder) > width:
            break
        kept = longer
    return kept + placeholder if kept else placeholder.strip()
