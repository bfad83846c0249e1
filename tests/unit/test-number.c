/* test-number.c: numbers as text and text as numbers. All that is expected here was printed by Node 20. */

#include "script/number.h"

#include <math.h>
#include <string.h>

static const struct
{
    double number;
    const char *text, *hex, *base36, *fixed, *exponential, *precision;
} numbers[] = {
    { 0.0, "0", "0", "0", "0.00", "0.000e+0", "0.000" },
    { -0.0, "0", "0", "0", "0.00", "0.000e+0", "0.000" },
    { 1.0, "1", "1", "1", "1.00", "1.000e+0", "1.000" },
    { -1.0, "-1", "-1", "-1", "-1.00", "-1.000e+0", "-1.000" },
    { 0.1, "0.1", "0.1999999999999a", "0.3lllllllllm", "0.10", "1.000e-1", "0.1000" },
    { 0.2, "0.2", "0.33333333333334", "0.77777777778", "0.20", "2.000e-1", "0.2000" },
    { 0.30000000000000004, "0.30000000000000004", "0.4cccccccccccd", "0.asssssssssv", "0.30", "3.000e-1", "0.3000" },
    { 0.3333333333333333, "0.3333333333333333", "0.55555555555554", "0.c", "0.33", "3.333e-1", "0.3333" },
    { 100.0, "100", "64", "2s", "100.00", "1.000e+2", "100.0" },
    { 1e+21, "1e+21", "3635c9adc5dea00000", "5v1j4f4ds7c000", "1e+21", "1.000e+21", "1.000e+21" },
    { 100000000000000000000.0, "100000000000000000000", "56bc75e2d63100000", "l3r41ifs0p800",
      "100000000000000000000.00", "1.000e+20", "1.000e+20" },
    { 123456789012345680000.0, "123456789012345680000", "6b14e9f812f368000", "q1ysz911igw00",
      "123456789012345683968.00", "1.235e+20", "1.235e+20" },
    { 1e-7, "1e-7", "0.000001ad7f29abcaf48", "0.000061oezo085tl", "0.00", "1.000e-7", "1.000e-7" },
    { 0.000001, "0.000001", "0.000010c6f7a0b5ed8d", "0.0001ogs5wo29m8", "0.00", "1.000e-6", "0.000001000" },
    { 0.000001234, "0.000001234", "0.000014b3fd5942cd96", "0.00022m5dmj1cvj", "0.00", "1.234e-6", "0.000001234" },
    { 5e-324, "5e-324",
      "0."
      "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
      "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
      "000000000000000000000000000000000000000000004",
      "0."
      "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
      "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000003",
      "0.00", "4.941e-324", "4.941e-324" },
    { 1.7976931348623157e+308, "1.7976931348623157e+308",
      "fffffffffffff800000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
      "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
      "00000000000000000000000000000000",
      "1a1e4vngaiqo0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
      "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
      "1.7976931348623157e+308", "1.798e+308", "1.798e+308" },
    { 9007199254740992.0, "9007199254740992", "20000000000000", "2gosa7pa2gw", "9007199254740992.00", "9.007e+15",
      "9.007e+15" },
    { 9007199254740994.0, "9007199254740994", "20000000000002", "2gosa7pa2gy", "9007199254740994.00", "9.007e+15",
      "9.007e+15" },
    { -1.5, "-1.5", "-1.8", "-1.i", "-1.50", "-1.500e+0", "-1.500" },
    { 255.0, "255", "ff", "73", "255.00", "2.550e+2", "255.0" },
    { 1234.5678, "1234.5678", "4d2.915b573eab4", "ya.kfv9yqdpm", "1234.57", "1.235e+3", "1235" },
    { 4.35, "4.35", "4.5999999999998", "4.cllllllllk", "4.35", "4.350e+0", "4.350" },
    { 0.000035, "0.000035", "0.00024b33daf8df7a4", "0.001msbdqre7cl", "0.00", "3.500e-5", "0.00003500" },
    { 123.456, "123.456", "7b.74bc6a7ef9dc", "3f.gez4w97ry", "123.46", "1.235e+2", "123.5" },
    { NAN, "NaN", "NaN", "NaN", "NaN", "NaN", "NaN" },
    { INFINITY, "Infinity", "Infinity", "Infinity", "Infinity", "Infinity", "Infinity" },
    { -INFINITY, "-Infinity", "-Infinity", "-Infinity", "-Infinity", "-Infinity", "-Infinity" },
    { 9007199254740992.0, "9007199254740992", "20000000000000", "2gosa7pa2gw", "9007199254740992.00", "9.007e+15",
      "9.007e+15" },
    { 0.7999999999999999, "0.7999999999999999", "0.ccccccccccccc8", "0.ssssssssssi", "0.80", "8.000e-1", "0.8000" },
    { 1e+100, "1e+100", "1249ad2594c37d0000000000000000000000000000000000000000000000000000000000000000000000",
      "2hqbczu2ow6000000000000000000000000000000000000000000000000000000", "1e+100", "1.000e+100", "1.000e+100" },
    { 6.02214076e+23, "6.02214076e+23", "7f8617295f145c000000", "2q2cs82vvn400000", "6.02214076e+23", "6.022e+23",
      "6.022e+23" },
};

static const struct
{
    const char *text;
    double number, parse_float, parse_int, parse_int36;
} texts[] = {
    { "", 0.0, NAN, NAN, NAN },
    { " ", 0.0, NAN, NAN, NAN },
    { "12", 12.0, 12.0, 12.0, 38.0 },
    { " 12 ", 12.0, 12.0, 12.0, 38.0 },
    { "0x1f", 31.0, 0.0, 31.0, 42819.0 },
    { "0b101", 5.0, 0.0, 0.0, 514513.0 },
    { "0o17", 15.0, 0.0, 0.0, 31147.0 },
    { "1e3", 1000.0, 1000.0, 1.0, 1803.0 },
    { ".5", 0.5, 0.5, NAN, NAN },
    { "5.", 5.0, 5.0, 5.0, 5.0 },
    { "-3", -3.0, -3.0, -3.0, -3.0 },
    { "+4", 4.0, 4.0, 4.0, 4.0 },
    { "1_000", NAN, 1.0, 1.0, 1.0 },
    { "abc", NAN, NAN, NAN, 13368.0 },
    { "12px", NAN, 12.0, 12.0, 50181.0 },
    { "Infinity", INFINITY, INFINITY, NAN, 1461559270678.0 },
    { "-Infinity", -INFINITY, -INFINITY, NAN, -1461559270678.0 },
    { "1e1000", INFINITY, INFINITY, 1.0, 84027456.0 },
    { "0x", NAN, 0.0, NAN, 33.0 },
    { "\302\2407\302\240", 7.0, 7.0, 7.0, 7.0 },
    { "--1", NAN, NAN, NAN, NAN },
    { "1e", NAN, 1.0, 1.0, 50.0 },
    { "0.1e-5", 0.000001, 0.000001, 0.0, 0.0 },
};

static void test_to_text (void)
{
    char text[NUMBER_TEXT_SIZE];

    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
        g_assert_cmpstr (number_to_text (numbers[i].number, text), ==, numbers[i].text);
        g_assert_cmpstr (number_to_radix (numbers[i].number, 16, text), ==, numbers[i].hex);
        /* Beyond 2^53 the language leaves the digits of other radixes to each engine. */
        if (fabs (numbers[i].number) <= 9007199254740992.0)
            g_assert_cmpstr (number_to_radix (numbers[i].number, 36, text), ==, numbers[i].base36);
        g_assert_cmpstr (number_to_fixed (numbers[i].number, 2, text), ==, numbers[i].fixed);
        g_assert_cmpstr (number_to_exponential (numbers[i].number, 3, text), ==, numbers[i].exponential);
        g_assert_cmpstr (number_to_precision (numbers[i].number, 4, text), ==, numbers[i].precision);
    }
}

static void assert_same (double got, double expected)
{
    if (isnan (expected))
        g_assert_true (isnan (got));
    else
    {
        g_assert_cmpfloat (got, ==, expected);
        g_assert_cmpint (signbit (got) != 0, ==, signbit (expected) != 0);
    }
}

static void test_parse (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
        gsize length = strlen (texts[i].text);

        assert_same (number_parse (texts[i].text, length), texts[i].number);
        assert_same (number_parse_float (texts[i].text, length), texts[i].parse_float);
        assert_same (number_parse_int (texts[i].text, length, 0), texts[i].parse_int);
        assert_same (number_parse_int (texts[i].text, length, 36), texts[i].parse_int36);
    }
}

/* The shortest text of a number reads back as that number. */
static void test_round_trip (void)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (1);
    char text[NUMBER_TEXT_SIZE];

    for (guint i = 0; i < 20000; i++)
    {
        guint64 bits = (guint64)g_rand_int (rand) << 32 | g_rand_int (rand);
        double number;

        memcpy (&number, &bits, sizeof number);
        if (!isfinite (number))
            continue;
        number_to_text (number, text);
        g_assert_cmpfloat (number_parse (text, strlen (text)), ==, number);
    }
}

int main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/number/to-text", test_to_text);
    g_test_add_func ("/number/parse", test_parse);
    g_test_add_func ("/number/round-trip", test_round_trip);
    return g_test_run ();
}
