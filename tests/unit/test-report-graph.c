#include "report/graph.h"
#include "tests/unit/sample.h"

int main (int argc, char **argv)
{
    Style style = { TRUE, TRUE, 0 };
    const char *words[] = {
"api! 20240101120000_init@10 20240102130000_add_user_avatar@30 20240105_orders@50 20240110_x@90\n"
                           "web! 20240101_users.js@20 20240103_carts.js@40\n"
                           "pay a1b2@5 b@15>a1b2 c@25>a1b2 d@60>b,c e@61>d\n"
                           "link pay:d api:20240102\n"
                           "link web:20240103 pay:c\nlink api:20240110 web:20240103",
"a 1 2>1 3>1 4>1 5>2 6>3,5 7>4,6 8>7\nb! 1@1 2 3 4\nc! 1@1 2\nlink b:2 a:3\nlink b:4 c:2\nlink c:2 a:8\nlink a:7 c:1",
};
    for (int i = 0; i < 2; i++)
    for (int j = 0; j < 2; j++) {
    Sample *sample = sample_new (words[i]);
    g_assert_no_error (sample->error);
    sample_histories (sample, i == 0 ? "api: 20240101120000_init 20240105_orders 77\nweb: 20240101_users.js\npay: a1b2 be cx" : "");
    GString *s = g_string_new (0);
    style.unicode = !j;
    graph_report_text (s, sample->graph, sample->state, NULL, &style);
    if (j) { graph_report_mermaid (s, sample->graph, sample->state, NULL);
    graph_report_dot (s, sample->graph, sample->state, NULL); }
    puts (s->str);
    }
    return 0;
}
