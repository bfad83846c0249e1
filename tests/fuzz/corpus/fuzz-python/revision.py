# migshim: requires api:1
"""Add users"""
from typing import Sequence, Union
from ..a import (b as c, d,); import e.f, g as h
revision: str | None = 'ae1027a6acf'; down = None
def upgrade(a, /, b=1, *c, d: int = 2, **e) -> None:
    global x; op.create_table('t', sa.Column("id", sa.Integer(), nullable=False), *[x for x in y if z], k=1, **w)
    with op.get_context().autocommit_block() as f, (g): pass
    for i, (j, *k) in enumerate(rows):
        if not i in j is not k: continue
        elif (n := len(k)) >= 3: break
    else: raise RuntimeError(f"a {b!r:>{c}} {d['e']=} {{}}" 'f' r'\x') from None
    try: yield {**a, 'b': 0x_ff}, {1, 2}, lambda x, *y: (x, y)
    except (A, B) as exc: return x[1:2, ::3][...]
    finally: x += 1 if a else ~2 ** -3 // 4 @ 5
@dec(1)
class A(B, metaclass=C):
	x: int = 1
	async def m(self): return [await y async for y in self.__z]
match x:
    case [1, *_] | {'a': b, **c} if d: assert e, f
    case A.B(g, h=-1) as i: del j, k[0]
type X[T: int, *U] = list[T]
