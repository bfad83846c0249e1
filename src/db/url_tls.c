#include "db/url_tls.h"

#include "util/error.h"

#include <jansson.h>
#include <string.h>

static void pass (DatabaseUrl *url, const char *name, const char *value)
{
    g_hash_table_replace (url->parameters, g_strdup (name), g_strdup (value));
}

gboolean url_truth (const char *text, gboolean *truth)
{
    static const char *const yes[] = { "1", "true", "yes", "on", NULL };
    static const char *const no[] = { "0", "false", "no", "off", NULL };
    g_autofree char *folded = g_ascii_strdown (text, -1);

    *truth = g_strv_contains (yes, folded);
    return *truth || g_strv_contains (no, folded);
}

static gboolean bad_value (const char *name, const char *value, const char *allowed, GError **error)
{
    error_set (error, MIGSHIM_ERROR_CONFIG, "the URL parameter \"%s\" can't be \"%s\"", name, value);
    error_hint (error, "It may be: %s", allowed);
    return FALSE;
}

/* The authorities that the system trusts. libpq before 16 doesn't know the word, and its driver puts the system's file in its place. */
static void check_against_system (DatabaseUrl *url)
{
    pass (url, "sslmode", "verify-full");
    if (!g_hash_table_contains (url->parameters, "sslrootcert"))
        pass (url, "sslrootcert", "system");
}

/* node-postgres: true checks the certificate against the system's authorities, no-verify only encrypts.
 * asyncpg: the words of libpq's sslmode. */
static gboolean apply_postgresql_ssl (DatabaseUrl *url, const char *ssl, GError **error)
{
    static const char *const modes[] = { "disable", "allow", "prefer", "require", "verify-ca", "verify-full", NULL };
    gboolean truth;

    if (url_truth (ssl, &truth))
    {
        if (truth)
            check_against_system (url);
        else
            pass (url, "sslmode", "disable");
        return TRUE;
    }
    if (g_str_equal (ssl, "no-verify"))
        pass (url, "sslmode", "require");
    else if (g_strv_contains (modes, ssl))
        pass (url, "sslmode", ssl);
    else
        return bad_value ("ssl", ssl, "true, false, no-verify, or a mode such as require or verify-full", error);
    return TRUE;
}

static gboolean apply_postgresql_mode (DatabaseUrl *url, const char *mode, GError **error)
{
    static const char *const modes[] = { "disable", "allow", "prefer", "require", "verify-ca", "verify-full", NULL };

    if (g_str_equal (mode, "no-verify"))
        mode = "require";
    if (!g_strv_contains (modes, mode))
        return bad_value ("sslmode", mode, "disable, allow, prefer, require, verify-ca, verify-full, no-verify", error);
    pass (url, "sslmode", mode);
    return TRUE;
}

static gboolean apply_postgresql_certificate (DatabaseUrl *url, const char *certificate, const char *key,
                                              gboolean prisma, GError **error)
{
    if (key)
        pass (url, "sslkey", key);
    if (!certificate)
        return TRUE;
    if (key || g_hash_table_contains (url->parameters, "sslrootcert"))
        pass (url, "sslcert", certificate);
    else if (prisma)
        pass (url, "sslrootcert", certificate);
    else
    {
        error_set (error, MIGSHIM_ERROR_CONFIG,
                   "the URL parameter \"sslcert\" means the server's authority to Prisma and the client's certificate "
                   "to all others");
        error_hint (
            error,
            "Write sslrootcert=FILE for the authority, or sslcert=FILE together with sslkey=FILE for the client");
        return FALSE;
    }
    return TRUE;
}

static gboolean apply_postgresql (DatabaseUrl *url, GHashTable *given, gboolean prisma, GError **error)
{
    const char *ssl = g_hash_table_lookup (given, "ssl");
    const char *mode = g_hash_table_lookup (given, "sslmode");
    const char *accept = g_hash_table_lookup (given, "sslaccept");

    if (!apply_postgresql_certificate (url, g_hash_table_lookup (given, "sslcert"),
                                       g_hash_table_lookup (given, "sslkey"), prisma, error))
        return FALSE;
    if (ssl && !apply_postgresql_ssl (url, ssl, error))
        return FALSE;
    if (mode && !apply_postgresql_mode (url, mode, error))
        return FALSE;
    /* quaint/src/connector/postgres/url.rs: any other word counts as strict. */
    if (accept && !g_str_equal (accept, "accept_invalid_certs") && g_strcmp0 (mode, "disable") != 0)
        check_against_system (url);
    return TRUE;
}

/* mysql2: rejectUnauthorized is on unless it is false, verifyIdentity is off unless it is true. */
static gboolean apply_mysql_object (DatabaseUrl *url, json_t *object, GError **error)
{
    const char *key;
    json_t *value;

    json_object_foreach (object, key, value)
    {
        if (g_str_equal (key, "rejectUnauthorized") || g_str_equal (key, "verifyIdentity"))
            continue;
        error_set (error, MIGSHIM_ERROR_CONFIG,
                   "the URL parameter \"ssl\" holds \"%s\", which can't be given to the driver", key);
        error_hint (error, "Write files as ssl_ca=FILE, ssl_cert=FILE and ssl_key=FILE");
        return FALSE;
    }
    if (json_is_false (json_object_get (object, "rejectUnauthorized")))
        pass (url, "ssl-mode", "REQUIRED");
    else if (json_is_true (json_object_get (object, "verifyIdentity")))
        pass (url, "ssl-mode", "VERIFY_IDENTITY");
    else
        pass (url, "ssl-mode", "VERIFY_CA");
    return TRUE;
}

static gboolean apply_mysql_ssl (DatabaseUrl *url, const char *ssl, GError **error)
{
    gboolean truth;
    json_t *object;
    gboolean fine;

    if (url_truth (ssl, &truth))
    {
        pass (url, "ssl-mode", truth ? "VERIFY_IDENTITY" : "DISABLED");
        return TRUE;
    }
    object = json_loads (ssl, 0, NULL);
    if (!json_is_object (object))
    {
        json_decref (object);
        return bad_value (
            "ssl", ssl,
            "true, false, or an object such as {\"rejectUnauthorized\":true}; a profile's name can't be used: "
            "write ssl_ca=FILE",
            error);
    }
    fine = apply_mysql_object (url, object, error);
    json_decref (object);
    return fine;
}

static gboolean apply_mysql_mode (DatabaseUrl *url, const char *mode, GError **error)
{
    static const char *const modes[] = { "DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY", NULL };
    g_autofree char *upper = g_ascii_strup (mode, -1);

    g_strdelimit (upper, "-", '_');
    if (!g_strv_contains ((const char *const *)modes, upper))
        return bad_value ("ssl-mode", mode, "DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY", error);
    pass (url, "ssl-mode", upper);
    return TRUE;
}

/* -1 when NAME isn't given. */
static int truth_of (GHashTable *given, const char *name, GError **error)
{
    const char *text = g_hash_table_lookup (given, name);
    gboolean truth;

    if (!text)
        return -1;
    if (!url_truth (text, &truth))
    {
        bad_value (name, text, "true or false", error);
        return -2;
    }
    return truth;
}

/* PyMySQL checks the host's name as soon as it has an authority, the others only the chain (connections.py, _create_ssl_ctx). */
static gboolean apply_mysql_flags (DatabaseUrl *url, GHashTable *given, const char *driver, GError **error)
{
    static const char *const checking[] = { "pymysql", "aiomysql", "asyncmy", NULL };
    gboolean authority =
        g_hash_table_contains (url->parameters, "ssl-ca") || g_hash_table_contains (url->parameters, "ssl-capath");
    int off = truth_of (given, "ssl_disabled", error);
    int chain = off == -2 ? -2 : truth_of (given, "ssl_verify_cert", error);
    int identity = chain == -2 ? -2 : truth_of (given, "ssl_verify_identity", error);
    int host = identity == -2 ? -2 : truth_of (given, "ssl_check_hostname", error);

    if (host == -2)
        return FALSE;
    if (off == TRUE)
        pass (url, "ssl-mode", "DISABLED");
    else if (identity == TRUE || host == TRUE)
        pass (url, "ssl-mode", "VERIFY_IDENTITY");
    else if (chain == TRUE || host == FALSE)
        pass (url, "ssl-mode", "VERIFY_CA");
    else if (authority && chain != FALSE)
        pass (url, "ssl-mode",
              driver && identity != FALSE && g_strv_contains (checking, driver) ? "VERIFY_IDENTITY" : "VERIFY_CA");
    return TRUE;
}

static gboolean apply_mysql (DatabaseUrl *url, GHashTable *given, gboolean prisma, const char *driver, GError **error)
{
    const char *mode = g_hash_table_lookup (given, "ssl-mode");
    const char *ssl = g_hash_table_lookup (given, "ssl");
    const char *accept = g_hash_table_lookup (given, "sslaccept");

    if (mode)
        return apply_mysql_mode (url, mode, error);
    if (ssl)
        return apply_mysql_ssl (url, ssl, error);
    /* quaint/src/connector/mysql/url.rs: invalid certificates are accepted unless it says strict. */
    if (accept || (prisma && g_hash_table_contains (url->parameters, "ssl-ca")))
    {
        pass (url, "ssl-mode", g_strcmp0 (accept, "strict") == 0 ? "VERIFY_IDENTITY" : "REQUIRED");
        return TRUE;
    }
    return apply_mysql_flags (url, given, driver, error);
}

gboolean url_tls_apply (DatabaseUrl *url, GHashTable *given, gboolean prisma, const char *driver, GError **error)
{
    switch (url->dialect)
    {
    case DIALECT_POSTGRESQL:
        return apply_postgresql (url, given, prisma, error);
    case DIALECT_MYSQL:
        return apply_mysql (url, given, prisma, driver, error);
    case DIALECT_SQLITE:
        return TRUE;
    }
    g_return_val_if_reached (FALSE);
}
