1import { MigrationInterface, QueryRunner } from 'typeorm'
// migshim: requires api:1
export class Users1700000000000 implements MigrationInterface {
  name = 'Users1700000000000'; #p?: number; static { this.x = 1 }
  constructor (private readonly a: string, public b = 1) {}
  public async up (queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE "${this.a}" (id int)`)
    const rows = (await queryRunner.query('SELECT 1')) as Array<{ a: number }>
    for (const { a, ...rest } of rows) { if (a! > 3) continue; label: while (a?.b?.[0]?.(rest)) break label }
    const f = <T,>(x?: T): T => x ?? (y as any), g = a ? (b): c => d : e
    switch (f<string>(a)) { case 1: let q = /a[/]b/g; default: function h () {} }
  }
}
enum E { A, B = A << 1, C = 'c' } namespace N.M { export const x = 1 } declare global { interface W { [k: string]: any } }
type T<X> = X extends (infer U)[] ? { readonly [K in keyof U]?: U[K] } : (a: X, ...b: any[]) => asserts a is T
abstract class B<T> extends A<T> { abstract m (): void; get v () { return 1 } }
export = E
