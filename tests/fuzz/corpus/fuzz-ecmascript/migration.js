0exports.up = async function (knex) {
  await knex.schema.alterTable('users', (table) => { table.string("a\x41\u{1F600}").notNullable().defaultTo(knex.fn.now()) })
  const { a, b: [c = 1, ...d], ...e } = await knex('users').first(), x = 0x1F + 017 + 1_0.5e1 + 10n;
  [a, b] = [b, a]; ({ a, b = 2 } = o)
  try { yield_ ** 2 } catch ({ message }) { throw new Error(`a ${`b ${c}`}`) } finally { delete a.b, void f(), typeof g }
}
var __awaiter = (this && this.__awaiter) || function (t, a, P, g) { return new (P || (P = Promise))(function (r, j) { arguments }) }
class A extends B { static async *#m () { for await (const x of super.y()) yield* x } ; 'use strict' = 1; [k] = 2 }
(function (_super) { __extends(A, _super); function A () { return _super !== null && _super.apply(this, arguments) || this } return A }(B))
export default async () => import('x'); export * as n from 'm'; tag`a${b}\u{41}`; for (var i = 0, j; i < 3; i++, j--) ;
