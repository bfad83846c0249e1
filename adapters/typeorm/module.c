/* The module 'typeorm' as migrations import it. Types are erased before; what is left are the classes that describe tables, TypeORM's errors, and what entity
 * files need to be loaded: decorators that do nothing, base classes, operators of queries that nobody runs. */

#include "adapters/typeorm/schema.h"
#include "adapters/typeorm/typeorm.h"

#include <string.h>

/* Decorators, to be called with anything; each gives a function that does nothing. TypeScript's own `decorators` leave no trace, but compiled files call them. */
static const char *const decorators[] = { "Entity",
                                          "Column",
                                          "PrimaryColumn",
                                          "PrimaryGeneratedColumn",
                                          "CreateDateColumn",
                                          "UpdateDateColumn",
                                          "DeleteDateColumn",
                                          "VersionColumn",
                                          "ObjectIdColumn",
                                          "VirtualColumn",
                                          "ViewColumn",
                                          "ViewEntity",
                                          "ChildEntity",
                                          "TableInheritance",
                                          "OneToOne",
                                          "OneToMany",
                                          "ManyToOne",
                                          "ManyToMany",
                                          "JoinColumn",
                                          "JoinTable",
                                          "RelationId",
                                          "RelationCount",
                                          "Index",
                                          "Unique",
                                          "Check",
                                          "Exclusion",
                                          "ForeignKey",
                                          "Generated",
                                          "Tree",
                                          "TreeParent",
                                          "TreeChildren",
                                          "TreeLevelColumn",
                                          "EventSubscriber",
                                          "EntityRepository",
                                          "Transaction",
                                          "TransactionManager",
                                          "TransactionRepository",
                                          "AfterLoad",
                                          "BeforeInsert",
                                          "AfterInsert",
                                          "BeforeUpdate",
                                          "AfterUpdate",
                                          "BeforeRemove",
                                          "AfterRemove",
                                          "BeforeSoftRemove",
                                          "AfterSoftRemove",
                                          "BeforeRecover",
                                          "AfterRecover",
                                          NULL };

/* Classes that others extend or make; an instance keeps what it was made of. */
static const char *const classes[] = { "BaseEntity",
                                       "DataSource",
                                       "Connection",
                                       "EntitySchema",
                                       "Repository",
                                       "TreeRepository",
                                       "EntityManager",
                                       "QueryRunner",
                                       "Brackets",
                                       "NotBrackets",
                                       "FindOperator",
                                       "AbstractRepository",
                                       "AbstractLogger",
                                       "AdvancedConsoleLogger",
                                       "SimpleConsoleLogger",
                                       "FileLogger",
                                       "DefaultNamingStrategy",
                                       "SelectQueryBuilder",
                                       NULL };

/* Operators of find options: values that only repositories read. */
static const char *const operators[] = { "In",
                                         "Not",
                                         "IsNull",
                                         "Like",
                                         "ILike",
                                         "Between",
                                         "Equal",
                                         "LessThan",
                                         "MoreThan",
                                         "LessThanOrEqual",
                                         "Any",
                                         "Raw",
                                         "MoreThanOrEqual",
                                         "ArrayContains",
                                         "ArrayOverlap",
                                         "ArrayContainedBy",
                                         "JsonContains",
                                         "And",
                                         "Or",
                                         NULL };

/* What reaches for the application's connections. */
static const char *const refused[] = { "getRepository",        "getCustomRepository",
                                       "getTreeRepository",    "getMongoRepository",
                                       "getManager",           "getConnection",
                                       "getConnectionManager", "createConnection",
                                       "createConnections",    "createQueryBuilder",
                                       "getConnectionOptions", "getMetadataArgsStorage",
                                       "useContainer",         NULL };

static ScriptStatus do_nothing (ScriptCall *call G_GNUC_UNUSED, Value *out G_GNUC_UNUSED)
{
    return SCRIPT_NORMAL;
}

static ScriptStatus decorate (ScriptCall *call, Value *out)
{
    *out = script_function_new (call->runtime, "", 3, do_nothing, NULL);
    return SCRIPT_NORMAL;
}

/* An object of the class, or of one that extends it. */
static ScriptStatus construct (ScriptCall *call, Value *out)
{
    Value prototype = script_peek (call->runtime, call->new_target, "prototype");

    *out = script_object_new (call->runtime);
    if (prototype.kind == VALUE_OBJECT)
        out->as.object->prototype = prototype.as.object;
    if (call->n_arguments > 0)
        script_set (call->runtime, *out, "options", call_argument (call, 0));
    return SCRIPT_NORMAL;
}

static ScriptStatus make_operator (ScriptCall *call, Value *out)
{
    *out = script_object_new (call->runtime);
    script_set (call->runtime, *out, "value", call_argument (call, 0));
    return SCRIPT_NORMAL;
}

static ScriptStatus refuse (ScriptCall *call, Value *out G_GNUC_UNUSED)
{
    return script_refuse (call->runtime,
                          "`%s` of typeorm is out of reach: entities and connections are the application's",
                          (const char *)call->data);
}

static void add_functions (ScriptRuntime *runtime, Value exports, const char *const *names, ScriptNative function)
{
    for (guint i = 0; names[i]; i++)
        script_set (runtime, exports, names[i],
                    script_function_new (runtime, names[i], 0, function, (gpointer)names[i]));
}

static ScriptStatus build (ScriptRuntime *runtime, gpointer user_data G_GNUC_UNUSED, Value *exports)
{
    TypeormRun *run = script_data (runtime);

    *exports = script_object_new (runtime);
    add_functions (runtime, *exports, decorators, decorate);
    add_functions (runtime, *exports, classes, construct);
    add_functions (runtime, *exports, operators, make_operator);
    add_functions (runtime, *exports, refused, refuse);
    for (guint i = 0; typeorm_error_names[i]; i++)
        script_set (runtime, *exports, typeorm_error_names[i], typeorm_error_class (run, typeorm_error_names[i]));
    typeorm_table_exports (run, *exports);
    return SCRIPT_NORMAL;
}

const HostModule typeorm_modules[] = { { .name = "typeorm", .build = build }, { .name = NULL } };
