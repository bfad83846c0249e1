// Migrations that Knex and migshim run on a fresh database each: the two schemas must be the same afterwards. A case for all dialects, or for those that it names.
const cases = [
  k => k.schema.createTable('numbers', t => {
    t.increments(); t.integer('i'); t.tinyint('ti'); t.smallint('si'); t.mediumint('mi'); t.bigint('bi'); t.bigInteger('bi2');
    t.float('f'); t.float('f2', 5, 3); t.double('d'); t.decimal('de'); t.decimal('de2', 12, 4); t.boolean('b').defaultTo(true);
    t.bool('b2').defaultTo(false).notNullable(); t.integer('n').notNull().defaultTo(5);
  }),
  k => k.schema.createTable('texts', t => {
    t.bigIncrements('nr'); t.string('s'); t.string('s2', 40).notNullable().defaultTo("it's"); t.text('t'); t.text('t2', 'longtext');
    t.text('t3', 'mediumtext'); t.string('s3').nullable(); t.string('s4').defaultTo(null); t.binary('bin'); t.binary('bin2', 20); t.json('j'); t.jsonb('jb');
    t.uuid('u'); t.string('back').defaultTo('a\\b');
  }),
  k => k.schema.createTable('times', t => {
    t.increments('id'); t.date('d'); t.time('t'); t.datetime('dt'); t.timestamp('ts'); t.timestamp('tz', { useTz: false }); t.datetime('dp', { precision: 3 });
    t.timestamp('now').notNullable().defaultTo(k.fn.now()); t.timestamps();
  }),
  k => k.schema.createTable('stamped', t => { t.increments(); t.timestamps(true, true); }),
  k => k.schema.createTable('camel', t => { t.increments(); t.timestamps({ useTimestamps: true, defaultToNow: true, useCamelCase: true }); }),
  k => k.schema.createTable('kinds', t => { t.increments(); t.enu('kind', ['a', 'b']).notNullable().defaultTo('a'); t.enum('other', ['x', "y"]); }),
  k => k.schema.createTable('users', t => { t.increments('id'); t.string('email').unique(); t.string('name').index(); t.integer('age').unsigned(); }),
  k => k.schema.createTable('posts', t => {
    t.increments(); t.integer('user_id').unsigned().notNullable().references('id').inTable('users').onDelete('CASCADE').onUpdate('CASCADE').index();
    t.integer('editor_id').unsigned().references('users.id').onDelete('SET NULL');
    t.string('title').notNullable(); t.unique(['user_id', 'title']); t.index(['title', 'user_id'], 'by_title');
  }),
  k => k.schema.createTable('pairs', t => { t.integer('a').notNullable(); t.integer('b').notNullable(); t.primary(['a', 'b']); t.string('c'); }),
  k => k.schema.createTable('named', t => { t.string('code', 10).primary(); t.string('d'); t.unique(['d'], 'named_d'); }),
  k => k.schema.createTable('links', t => {
    t.integer('a').notNullable(); t.integer('b').notNullable(); t.primary(['a', 'b'], 'links_key');
    t.foreign(['a', 'b']).references(['a', 'b']).inTable('pairs').onDelete('RESTRICT');
  }),
  k => k.schema.createTable('keyed', t => { t.increments(); t.integer('u').unsigned(); t.foreign('u', 'keyed_u').references('id').on('users'); }),
  k => k.schema.createTable('checked', t => {
    t.increments(); t.integer('p').checkPositive(); t.integer('ne').checkNegative(); t.string('w').checkIn(['a', 'b']); t.string('nw').checkNotIn(["x'y"]);
    t.integer('be').checkBetween([1, 5]); t.integer('be2').checkBetween([[1, 5], [7, 9]]); t.string('l').checkLength('>', 3); t.check('p < be');
    t.check('?? < ?', ['be', 100], 'be_small');
  }),
  ['postgresql', k => k.schema.createTable('named_checks', t => { t.integer('ne').checkNegative('is_negative'); t.string('nw').checkNotIn(['x'], 'not_in'); t.string('re').checkRegex('^a', 'starts'); })],
  ['sqlite', k => k.schema.createTable('named_checks', t => { t.integer('ne').checkNegative('is_negative'); t.string('nw').checkNotIn(['x'], 'not_in'); })],
  k => k.schema.createTable('special', t => { t.specificType('x', 'varchar(7)').notNullable(); t.specificType('y', 'integer'); }),
  k => k.schema.createTable('Mixed Case', t => { t.increments('Id'); t.string('Some Column').unique(); t.string('camelCase').index(); }),
  k => k.schema.createTable('with-dash', t => { t.increments(); t.string('a').index(); }),
  k => k.schema.createTable('raw_defaults', t => { t.increments(); t.integer('a').defaultTo(k.raw('1 + 1').wrap('(', ')')); t.string('b').defaultTo(7); t.string('c').defaultTo({}); t.json('d').defaultTo({ x: [1] }); }),
  k => k.schema.alterTable('users', t => { t.string('nick', 20); t.boolean('active').notNullable().defaultTo(true); t.index(['nick']); }),
  k => k.schema.table('users', t => { t.renameColumn('nick', 'nickname'); }),
  k => k.schema.alterTable('texts', t => { t.dropColumn('t3'); }),
  k => k.schema.alterTable('numbers', t => { t.dropColumns('ti', 'si'); }),
  k => k.schema.alterTable('stamped', t => { t.dropTimestamps(); }),
  k => k.schema.alterTable('posts', t => { t.dropIndex(['title', 'user_id'], 'by_title'); t.dropUnique(['user_id', 'title']); }),
  k => k.schema.alterTable('keyed', t => { t.dropForeign('u', 'keyed_u'); }),
  k => k.schema.alterTable('texts', t => { t.string('s2', 80).notNullable().defaultTo('x').alter(); t.string('s').notNullable().defaultTo('').alter(); }),
  k => k.schema.alterTable('numbers', t => { t.bigint('i').alter(); }),
  async k => { await k('users').insert([{ email: 'a', name: 'A' }, { email: 'b', name: 'B' }]); await k.schema.alterTable('users', t => { t.string('name').notNullable().alter(); }); },
  k => k.schema.alterTable('times', t => { t.dropNullable('d'); t.setNullable('d'); }).then(() => 1),
  k => k.schema.alterTable('numbers', t => { t.dropNullable('f'); }),
  k => k.schema.renameTable('camel', 'dromedary'),
  k => k.schema.createTable('gone', t => t.increments()).dropTable('gone').dropTableIfExists('never'),
  k => k.schema.createTable('one', t => t.increments()).createTable('two', t => { t.increments(); t.integer('o').unsigned().references('one.id'); }),
  k => k.schema.createView('names', v => { v.columns(['n']); v.as(k('users').select('name').where('id', '>', 1)); }),
  k => k.schema.createViewOrReplace('names', v => { v.columns(['n']); v.as(k('users').select('email').where('name', "it's")); }),
  k => k.schema.createView('doomed', v => { v.as(k('users').select('name')); }).dropView('doomed').dropViewIfExists('never'),
  async k => { if (!(await k.schema.hasTable('nowhere'))) await k.schema.createTable('nowhere', t => t.increments()); },
  async k => { if (await k.schema.hasTable('nowhere')) await k.schema.alterTable('nowhere', t => t.string('found')); },
  async k => { if (await k.schema.hasColumn('nowhere', 'found')) await k.schema.alterTable('nowhere', t => t.string('again')); if (await k.schema.hasColumn('nowhere', 'lost')) throw new Error('lost'); },
  k => k.schema.createTable('late', t => { t.integer('a'); t.integer('b'); }).alterTable('late', t => { t.unique(['a']); t.index('b', 'late_b'); }),
  k => k.schema.raw('create table by_hand (id integer)'),
  k => k.schema.createTable('commented', t => { t.increments(); t.string('a').comment("what's this"); t.comment('a table'); }),
  k => k.transaction(async trx => { await trx.schema.createTable('in_trx', t => t.increments()); await trx('in_trx').insert({}); }).catch(e => { throw e; }),
  async k => { await Promise.all([k.schema.createTable('pa', t => t.increments()), k.schema.createTable('pb', t => t.increments())]); },
  k => k.schema.createTable('c1', t => t.increments()).then(() => k.schema.createTable('c2', t => t.increments())),
  ['postgresql', k => k.schema.createSchema('app').withSchema('app').createTable('inner', t => { t.increments(); t.string('a').unique().comment('x'); })],
  ['postgresql', k => k.schema.createTable('native', t => { t.increments(); t.enu('m', ['x', 'y'], { useNative: true, enumName: 'mood' }).defaultTo('x'); t.enu('m2', null, { useNative: true, existingType: true, enumName: 'mood' }); })],
  ['postgresql', k => k.schema.createTable('uuids', t => { t.uuid('id', { primaryKey: true }).defaultTo(k.fn.uuid()); t.bigIncrements('nr', { primaryKey: false }); })],
  ['postgresql', k => k.schema.alterTable('users', t => { t.unique(['age'], { indexName: 'uq_age', deferrable: 'deferred' }); t.index(['age'], 'ix_age', { predicate: k.whereNotNull('age') }); t.index(['name'], 'ix_hash', 'hash'); t.unique('nickname', { predicate: k.whereRaw('age > 1'), indexName: 'part' }); })],
  ['postgresql', k => k.schema.createTable('pairs2', t => { t.integer('a'); t.integer('b'); t.primary(['a', 'b']); }).alterTable('pairs2', t => { t.dropPrimary(); t.primary(['a'], { constraintName: 'pk_a', deferrable: 'immediate' }); })],
  ['postgresql', k => k.schema.createMaterializedView('mv', v => v.as(k('users').select('id'))).refreshMaterializedView('mv')],
  ['postgresql', k => k.schema.alterView('names', v => v.column('n').rename('m'))],
  ['postgresql', k => k.schema.createTableLike('users_too', 'users', t => t.string('extra'))],
  ['postgresql', k => k.schema.alterTable('named_checks', t => { t.dropChecks(['is_negative', 'not_in']); t.check('ne > 0', [], 'again'); t.integer('ne').checkPositive('named_ne').alter(); })],
  ['postgresql', k => k.schema.createExtensionIfNotExists('citext')],
  ['mysql', k => k.schema.createTable('engines', t => { t.increments(); t.string('a').collate('utf8mb4_bin'); t.engine('InnoDB'); t.charset('utf8mb4'); t.collate('utf8mb4_unicode_ci'); t.comment('x'); })],
  ['mysql', k => k.schema.alterTable('users', t => { t.string('zip').after('email'); t.string('top').first(); t.integer('age').unsigned().defaultTo(3).alter(); })],
  ['mysql', k => k.schema.alterTable('texts', t => { t.index(['t'], 'ft', 'FULLTEXT'); })],
  ['mysql', k => k.schema.createTable('mixed_key', t => { t.increments('id'); t.integer('b').notNullable(); t.primary(['b']); })],
  ['mysql', k => k.schema.createTableLike('users_too', 'users')],
  ['mysql', k => k.schema.createTable('bits', t => { t.bit('b', 4); t.tinyint('t', 1); t.integer('i', 5); t.double('d', 8, 3); t.time('ti', 2); t.uuid('u', { useBinaryUuid: true }); })],
  ['sqlite', k => k.schema.createTable('mixed_key', t => { t.increments('id'); t.integer('b').notNullable(); t.primary(['b']); })],
  ['sqlite', k => k.schema.alterTable('users', t => { t.unique(['age'], { predicate: k.whereNotNull('age') }); })],
  ['sqlite', k => k.schema.createTable('pairs2', t => { t.integer('a'); t.integer('b'); t.primary(['a', 'b']); }).alterTable('pairs2', t => { t.dropPrimary(); t.primary(['a'], 'pk_a'); })],
  ['sqlite', k => k.schema.alterTable('late', t => { t.foreign('a').references('id').inTable('users').onDelete('cascade'); })],
  ['sqlite', k => k.schema.alterTable('checked', t => { t.dropColumn('ne'); })],
  ['sqlite', k => k.schema.alterTable('kinds', t => { t.string('other').notNullable().defaultTo('z').alter(); })],
  ['sqlite', k => k.schema.createTableLike('users_too', 'users')],
  k => k.schema.createTableIfNotExists('late', t => t.increments()).createTableIfNotExists('once', t => t.increments()),
  k => k.schema.createTable('all_types', t => {
    t.increments('id'); t.smallint('si'); t.mediumint('mi'); t.biginteger('bg'); t.float('f'); t.double('d'); t.decimal('de', 10, 3);
    t.dateTime('dt'); t.datetime('dtp', { precision: 2 }); t.timestamp('ts', { useTz: false, precision: 3 }).nullable(); t.time('ti'); t.varchar('v', 9); t.text('lt', 'longtext'); t.binary('b', 8); t.enu('e', ['x', 'y']); t.jsonb('j');
    t.uuid('u'); t.specificType('sp', 'integer');
  }),
  ['mysql sqlite', k => k.schema.createTable('places', t => { t.increments(); t.geometry('g'); t.point('p'); })],
  ['postgresql', k => k.schema.createTable('places', t => { t.increments(); t.point('p'); })],
  ['mysql', k => k.schema.createTable('blobs', t => { t.mediumtext('a'); t.longtext('b'); t.binary('c'); t.bit('d', 3); t.tinyint('e', 2); })],
  ['sqlite', k => k.schema.createTable('bits', t => { t.bit('a'); t.geography('b'); t.float('c', 9, 1); })],
  k => k.schema.alterTable('late', t => { t.dropUnique(['a']); t.dropIndex('b', 'late_b'); }),
  k => k.schema.createTable('camel2', t => { t.increments(); t.timestamps(true, false, true); }).alterTable('camel2', t => t.dropTimestamps(true)),
  k => k.schema.alterTable('late', t => { t.integer('u').unsigned(); t.foreign('u').references('id').inTable('users').onDelete('SET NULL').onUpdate('CASCADE'); }),
  k => k.schema.alterTable('late', t => { t.dropForeign('u'); }),
  k => k.schema.alterTable('texts', t => { t.setNullable('s'); }),
  k => k.schema.alterTable('texts', t => { t.string('s5'); t.string('s6').notNullable().defaultTo('q').unique().index(); }),
  k => k.schema.createTable('keyless', t => { t.integer('a').notNullable(); t.integer('b'); }).alterTable('keyless', t => { t.primary(['a']); }),
  k => k.schema.alterTable('keyless', t => { t.dropPrimary(); }),
  k => k.schema.alterTable('keyless', t => { t.dropNullable('b'); t.renameColumn('a', 'z'); }),
  ['postgresql', k => k.schema.alterTable('keyless', t => { t.primary(['z']); }).alterTable('keyless', t => { t.dropPrimaryIfExists(); t.dropUniqueIfExists(['b']); t.dropForeignIfExists('b'); })],
  ['sqlite', k => k.schema.alterTable('keyless', t => { t.dropUniqueIfExists(['b']); })],
  ['postgresql', k => k.schema.renameView('names', 'all_names').alterView('all_names', v => { v.column('m').defaultTo("'x'"); })],
  ['postgresql', k => k.schema.dropMaterializedView('mv').dropMaterializedViewIfExists('mv').createMaterializedView('mv2', v => { v.columns(['nr']); v.as(k('users').select('id')); })],
  ['postgresql', k => k.schema.createView('checked_names', v => { v.as(k('users').select('id', 'email').where('id', '>', 1)); v.localCheckOption(); }).createView('more_names', v => { v.as(k('users').select('id')); v.cascadedCheckOption(); })],
  ['mysql', k => k.schema.createView('checked_names', v => { v.as(k('users').select('id', 'email').where('id', '>', 1)); v.checkOption(); }).renameView('checked_names', 'again_names')],
  ['postgresql', k => k.schema.createSchemaIfNotExists('app').createSchema('gone').dropSchema('gone').createSchema('gone').dropSchemaIfExists('gone', true)],
  ['postgresql', k => k.schema.createTable('child', t => { t.integer('more'); t.inherits('late'); })],
  ['postgresql', k => k.schema.dropExtensionIfExists('citext').createExtension('citext').dropExtension('citext')],
  ['postgresql', k => k.schema.alterTable('late', t => { t.unique(['a'], { useConstraint: false, indexName: 'late_index' }); t.index(['b'], 'late_gin', { storageEngineIndexType: 'hash' }); t.string('c').collate('C'); })],
  ['postgresql', k => k.schema.createTable('deferred', t => { t.integer('u').references('id').inTable('users').deferrable('deferred').withKeyName('deferred_u'); t.integer('n').unique({ indexName: 'deferred_n', deferrable: 'immediate' }); })],
  ['postgresql', k => k.schema.alterTable('texts', t => { t.string('s', 300).alter({ alterNullable: false }); t.string('s2', 90).nullable().alter({ alterType: false }); })],
  ['postgresql', k => k.schema.withSchema('app').createTable('feel', t => { t.enu('m', ['p'], { useNative: true, enumName: 'feeling' }); }).withSchema('app').alterTable('feel', t => { t.string('x').index(); }).renameTable('feel', 'felt')],
  ['mysql', k => k.schema.alterTable('late', t => { t.unique(['a'], { indexName: 'late_a', storageEngineIndexType: 'hash' }); t.index(['b'], 'late_b2', { storageEngineIndexType: 'btree' }); })],
  k => k.schema.dropTableIfExists('nothing').dropTable('once'),
];

/** The cases of a dialect, in order. */
exports.of = dialect => cases.filter(one => !Array.isArray(one) || one[0].split(' ').includes(dialect)).map(one => (Array.isArray(one) ? one[1] : one));
