"""Random programs in JavaScript: scopes, closures, loops, labels, switch, try, patterns, classes, generators, async functions. Every one ends: loops
and functions count down one fuel. What it logs depends on nothing but its text."""

import random

HEAD = """let fuel = 400
const burn = () => { if (--fuel < 0) throw new RangeError("fuel") }
const show = x => typeof x === "function" ? "function" : typeof x === "object" && x !== null ? (Array.isArray(x) ? "[" + x.map(show).join() + "]" : "{" + Object.keys(x).map(k => k + ":" + show(x[k])).join() + "}") : typeof x + " " + String(x)
const log = (...a) => console.log(a.map(show).join(" ").slice(0, 300))
const caught = e => log(e instanceof ReferenceError ? e.message : e instanceof Error ? e.name : e)
const fs = []
const call = (f, ...a) => typeof f === "function" ? f(...a) : f
"""


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.scopes = [[]]  # of (name, may be written)
        self.names = 0
        self.depth = 0
        self.labels = []  # (name, is a loop)
        self.loops = 0  # around this place, in this function
        self.switches = 0
        self.function = None  # None, "plain", "generator", "async"

    def chance(self, share):
        return self.random.random() < share

    def pick(self, *choices):
        return self.random.choice(choices)

    def line(self, text):
        self.lines.append("  " * min(self.depth, 12) + text)

    def new_name(self, letter="v"):
        self.names += 1
        return f"{letter}{self.names}"

    def declare(self, name, writable=True):
        self.scopes[-1].append((name, writable))
        return name

    def name(self, writable=False):
        if not writable and self.chance(0.02):
            return f"v{self.random.randint(1, self.names + 3)}"  # perhaps not declared, or not yet
        seen = [name for scope in self.scopes for name, may in scope if may or not writable]
        return self.random.choice(seen) if seen else None

    # Expressions

    def expression(self, depth=0):
        if depth > 3 or self.chance(0.25):
            return self.leaf()
        kind = self.random.randrange(17)
        sub = lambda: self.expression(depth + 1)  # noqa: E731
        if kind <= 3:
            return f"({sub()} {self.pick('+', '-', '*', '%', '<', '>=', '===', '!=', '&', '|', '^', '<<', '>>', '>>>')} {sub()})"
        if kind == 4:
            return f"({sub()} {self.pick('&&', '||', '??')} ({sub()}))"
        if kind == 5:
            return f"({sub()} ? {sub()} : {sub()})"
        if kind == 6:
            return f"`{self.random.randint(0, 9)}${{{sub()}}}`" if self.chance(0.5) else f"({self.pick('-', '!', '~', 'typeof ', '+')}({sub()}))"
        if kind == 7:
            return f"[{', '.join(self.pick('', '...') + self.list() if self.chance(0.3) else sub() for _ in range(self.random.randint(0, 3)))}]"
        if kind == 8:
            return "({ " + ", ".join(f"{self.pick('a', 'b', 'c', '[`k`]')}: {sub()}" for _ in range(self.random.randint(0, 3))) + " })"
        if kind == 9:
            return f"({sub()})?.{self.pick('a', 'b', '[0]', '[1]', 'length')}"
        if kind == 10 and (name := self.name(True)):
            return f"({name} {self.pick('=', '+=', '-=', '||=', '&&=', '??=')} {sub()})"
        if kind == 11 and (name := self.name(True)):
            return self.pick(f"({name}++)", f"(--{name})", f"(++{name})", f"({name}--)")
        if kind == 12:
            return f"call({self.name() or '1'}, {sub()})"
        if kind == 13:
            return f"({sub()}, {sub()})"
        if kind == 14:
            return self.closure()
        if kind == 15 and self.function == "generator":
            return f"(yield {sub()})"
        if kind == 15 and self.function == "async":
            return f"(await {sub()})"
        return self.leaf()

    def leaf(self):
        name = self.name()
        if name and self.chance(0.6):
            return name
        return str(self.pick(0, 1, 2, 3, 7, -1, 0.5, "'a'", "'bc'", "''", "null", "undefined", "true", "false", "NaN"))

    def list(self):
        return self.pick("[1, 2, 3]", "'ab'", "[[4, 5], [6]]", "[]", "new Set([7, 8, 7])", "Object.entries({ p: 1, q: 2 })", "[9, , 10]")

    def closure(self):
        name = self.new_name("p")
        outer = self.function, self.loops, self.switches, self.labels
        self.function, self.loops, self.switches, self.labels = "plain", 0, 0, []
        self.scopes.append([(name, True)])
        default = f" = {self.leaf()}" if self.chance(0.3) else ""
        body = self.expression(2)
        self.scopes.pop()
        self.function, self.loops, self.switches, self.labels = outer
        return f"(({name}{default}) => (burn(), {body}))"

    # Statements

    def block(self, count=None, declared=()):
        self.scopes.append(list(declared))
        self.depth += 1
        for _ in range(self.random.randint(1, 4) if count is None else count):
            self.statement()
        self.depth -= 1
        self.scopes.pop()

    def statement(self):
        if self.depth > 5 or len(self.lines) > 120:
            self.line(f"log({self.expression()})")
            return
        choices = [self.say] * 4 + [self.variable] * 4 + [self.assign] * 3 + [self.branch] * 2 + [self.for_loop, self.for_of, self.for_in, self.while_loop] + [
            self.switch, self.try_, self.try_, self.named_function, self.keep, self.labelled, self.jump, self.jump, self.pattern, self.class_, self.generator, self.async_]
        self.random.choice(choices)()

    def say(self):
        self.line(f"log({self.expression()}, {self.leaf()})")

    def variable(self):
        kind = self.pick("let", "let", "const", "var")
        value = self.expression()
        self.line(f"{kind} {self.declare(self.new_name(), kind != 'const')} = {value}")

    def assign(self):
        name = self.name(True)
        if name:
            self.line(f"{name} {self.pick('=', '+=', '-=', '*=', '??=')} {self.expression()}")

    def pattern(self):
        value = self.expression()
        a, b, c = self.new_name(), self.new_name(), self.new_name()
        if self.chance(0.5):
            self.line(f"let [{a}, {b} = {self.leaf()}, ...{c}] = [{value}, {self.leaf()}].flat()")
        else:
            self.line(f"let {{ a: {a}, b: {b} = {self.leaf()}, ...{c} }} = {{ a: {value}, ...({self.expression(2)}) }}")
        for name in (a, b, c):
            self.declare(name)

    def branch(self):
        self.line(f"if ({self.expression()}) {{")
        self.block()
        if self.chance(0.5):
            self.line("} else {")
            self.block()
        self.line("}")

    def loop_body(self, declared=()):
        self.loops += 1
        self.line("  burn()")
        self.block(declared=declared)
        self.loops -= 1
        self.line("}")

    def for_loop(self):
        name = self.new_name("i")
        kind = self.pick("let", "let", "var")
        self.line(f"for ({kind} {name} = 0; {name} < {self.random.randint(1, 4)}; {name}++) {{")
        self.loop_body([(name, False)])

    def for_of(self):
        name = self.new_name("x")
        kind = self.pick("let", "const", "var")
        target = f"[{name}]" if self.chance(0.2) else name
        self.line(f"for ({kind} {target} of {'[[1], [2]]' if target != name else self.list()}) {{")
        self.loop_body([(name, kind != "const")])

    def for_in(self):
        name = self.new_name("k")
        self.line(f"for (const {name} in {{ a: {self.leaf()}, b: 1, 3: 2 }}) {{")
        self.loop_body([(name, False)])

    def while_loop(self):
        name = self.declare(self.new_name("w"), False)
        self.line(f"let {name} = 0")
        if self.chance(0.5):
            self.line(f"while ({name}++ < {self.random.randint(1, 4)}) {{")
            self.loop_body()
        else:
            self.line("do {")
            self.loop_body()
            self.lines[-1] += f" while (++{name} < {self.random.randint(1, 3)})"

    def labelled(self):
        label = self.new_name("L")
        loop = self.chance(0.6)
        self.labels.append((label, loop))
        at = len(self.lines)
        if loop:
            self.random.choice([self.for_loop, self.for_of, self.for_in])()
        else:
            self.line("{")
            self.block()
            self.line("}")
        self.lines[at] = f"{label}: {self.lines[at].strip()}"
        self.labels.pop()

    def jump(self):
        ways = []
        if self.loops:
            ways += ["break", "continue"]
        elif self.switches:
            ways += ["break"]
        for label, loop in self.labels:
            ways += [f"break {label}"] + ([f"continue {label}"] if loop else [])
        if self.function:
            ways += [f"return {self.expression(1)}"] * 2
        ways += [f"throw {self.pick(self.leaf(), 'new TypeError()')}"]
        way = self.random.choice(ways)
        self.line(f"if ({self.expression(1)}) {way}" if self.chance(0.75) else f"{{ {way} }}")

    def switch(self):
        self.line(f"switch ({self.expression(1)}) {{")
        self.scopes.append([])
        self.switches += 1
        self.depth += 1
        for number in range(self.random.randint(1, 4)):
            self.line("default:" if number == 2 else f"case {self.leaf()}:")
            for _ in range(self.random.randint(0, 2)):
                self.statement()
            if self.chance(0.6):
                self.line("break")
        self.depth -= 1
        self.switches -= 1
        self.scopes.pop()
        self.line("}")

    def try_(self):
        self.line("try {")
        self.block()
        catches = self.chance(0.8)
        if catches:
            name = self.new_name("e")
            self.line(f"}} catch ({name}) {{")
            self.line(f"  caught({name})")
            self.block(declared=[(name, True)])
        if not catches or self.chance(0.5):
            self.line("} finally {")
            self.line(f"  log('finally {self.names}')")
            self.block()
        self.line("}")

    def inside(self, kind, head, parameters, tail="}"):
        outer = self.function, self.loops, self.switches, self.labels
        self.function, self.loops, self.switches, self.labels = kind, 0, 0, []
        self.line(head)
        self.line("  burn()")
        self.block(declared=[(name, True) for name in parameters])
        self.line(tail)
        self.function, self.loops, self.switches, self.labels = outer

    def named_function(self):
        name, a, b = self.new_name("f"), self.new_name("p"), self.new_name("p")
        if self.chance(0.7):
            self.line(f"log({name}({self.leaf()}))")  # hoisted, where it is
        self.inside("plain", f"function {name}({a}, {b} = {self.leaf()}) {{", [a, b])
        self.declare(name, False)
        self.line(f"log({name}({self.leaf()}, {self.leaf()}))")

    def keep(self):
        self.line(f"fs.push({self.closure()})")
        self.line("if (fs.length > 1) log(fs[fs.length - 2](1))")

    def class_(self):
        name, p = self.new_name("C"), self.new_name("p")
        self.line(f"class {name} {{ x = {self.leaf()}; static s = {self.leaf()}; #h = 1; get g() {{ return this.x }} set g(v) {{ this.x = v; this.#h++ }}")
        self.depth += 1
        self.inside("plain", f"m({p}) {{", [p])
        self.depth -= 1
        self.line(f"}} class {name}b extends {name} {{ m(q) {{ log('b', this.g); return super.m(q) }} }}")
        self.line(f"const o{name} = new {name}b(); o{name}.g = {self.leaf()}; log(o{name}.m({self.leaf()}), o{name}.g, {name}b.s, o{name})")

    def generator(self):
        name, p, x = self.new_name("g"), self.new_name("p"), self.new_name("x")
        self.inside("generator", f"function* {name}({p}) {{", [p])
        self.line(f"for (const {x} of {name}({self.leaf()})) {{ burn(); log({x}); if ({self.leaf()}) break }}")

    def async_(self):
        name, p = self.new_name("a"), self.new_name("p")
        self.inside("async", f"async function {name}({p}) {{", [p])
        self.line(f"{name}({self.leaf()}).then(x => log('then', x), caught)")

    def program(self):
        self.line("function main() {")
        self.depth += 1
        self.function = "plain"
        for _ in range(self.random.randint(5, 12)):
            self.statement()
        self.depth -= 1
        self.line("}")
        strict = '"use strict"\n' if self.chance(0.5) else ""
        return strict + HEAD + "\n".join(self.lines) + "\ntry { log(main()) } catch (e) { caught(e) }\nfor (const f of fs) try { log(f(2)) } catch (e) { caught(e) }\n"


def program(seed):
    return Generator(seed).program()
