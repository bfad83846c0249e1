#include "util/suggest.h"

#include <string.h>

#define LONGEST 64

static char fold (char letter)
{
    return letter == '-' ? '_' : g_ascii_tolower (letter);
}

/* Optimal string alignment: three rows of the usual table suffice. Words beyond LONGEST letters are never near anything. */
static guint distance (const char *a, const char *b)
{
    gsize n = strlen (a), m = strlen (b);
    guint rows[3][LONGEST + 1];

    if (n > LONGEST || m > LONGEST)
        return G_MAXUINT;
    for (guint j = 0; j <= m; j++)
        rows[0][j] = j;
    for (guint i = 1; i <= n; i++)
    {
        guint *row = rows[i % 3];
        const guint *above = rows[(i + 2) % 3];
        const guint *two_above = rows[(i + 1) % 3];

        row[0] = i;
        for (guint j = 1; j <= m; j++)
        {
            gboolean equal = fold (a[i - 1]) == fold (b[j - 1]);
            guint least = MIN (above[j] + 1, row[j - 1] + 1);

            least = MIN (least, above[j - 1] + (equal ? 0 : 1));
            if (i > 1 && j > 1 && fold (a[i - 1]) == fold (b[j - 2]) && fold (a[i - 2]) == fold (b[j - 1]))
                least = MIN (least, two_above[j - 2] + 1);
            row[j] = least;
        }
    }
    return rows[n % 3][m];
}

static void consider (const char *word, const char *candidate, const char **best, guint *best_distance)
{
    guint away = distance (word, candidate);
    gsize bound = MAX (strlen (word), strlen (candidate)) / 3;

    if (away <= MAX (bound, 1) && away < *best_distance && away < strlen (candidate))
    {
        *best = candidate;
        *best_distance = away;
    }
}

const char *suggest_nearest (const char *word, const char *const *candidates)
{
    const char *best = NULL;
    guint best_distance = G_MAXUINT;

    for (; *candidates; candidates++)
        consider (word, *candidates, &best, &best_distance);
    return best;
}

const char *suggest_nearest_in (const char *word, const GPtrArray *candidates)
{
    const char *best = NULL;
    guint best_distance = G_MAXUINT;

    for (guint i = 0; i < candidates->len; i++)
        consider (word, candidates->pdata[i], &best, &best_distance);
    return best;
}
