"""Constants and templates."""

import re as _re

ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
whitespace = " \t\n\r\v\f"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join(word.capitalize() for word in s.split(sep))


class Template:
    def __init__(self, template):
        self.template = template

    def _replace(self, values, safe):
        def one(match):
            name = match.group(1) or match.group(2)
            if match.group() == "$$":
                return "$"
            if name is None:
                if safe:
                    return match.group()
                before = self.template[:match.start()]
                line = before.count("\n") + 1
                raise ValueError(f"Invalid placeholder in string: line {line}, col {match.start() - before.rfind(chr(10))}")
            if safe and name not in values:
                return match.group()
            return str(values[name])

        return _re.sub(r"\$(?:\$|([_a-zA-Z][_a-zA-Z0-9]*)|\{([_a-zA-Z][_a-zA-Z0-9]*)\}|)", one, self.template)

    def substitute(self, mapping={}, /, **named):
        return self._replace({**mapping, **named}, False)

    def safe_substitute(self, mapping={}, /, **named):
        return self._replace({**mapping, **named}, True)
