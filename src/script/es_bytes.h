/* es_bytes.h: texts as bytes in Node's encodings, and bytes as texts. */

#ifndef MIGSHIM_SCRIPT_ES_BYTES_H
#define MIGSHIM_SCRIPT_ES_BYTES_H

#include "script/es.h"

typedef enum
{
    ENCODING_UTF8,
    ENCODING_HEX,
    ENCODING_BASE64,
    ENCODING_BASE64URL,
    ENCODING_LATIN1,
    ENCODING_ASCII,
    ENCODING_UTF16
} BytesEncoding;

/* FALSE when NAME is none. */
gboolean encoding_by_name (const char *name, BytesEncoding *encoding);

/* The encoding that an argument names; UTF-8 when it is undefined. */
ScriptStatus encoding_argument (ScriptRuntime *runtime, Value value, BytesEncoding *encoding);

/* Appends the bytes of STRING to BYTES. What the encoding does not know is left out, as Node does. */
void bytes_encode (ScriptRuntime *runtime, GByteArray *bytes, ScriptString *string, BytesEncoding encoding);

/* Wrong UTF-8 becomes U+FFFD; *WRONG (may be NULL) is then set. */
ScriptStatus bytes_decode (ScriptRuntime *runtime, const guint8 *data, gsize length, BytesEncoding encoding,
                           gboolean *wrong, Value *out);

/* TextEncoder, TextDecoder, atob and btoa. */
void es_setup_text_coding (ScriptRuntime *runtime);

/* The methods of Buffer that read and write numbers. */
void buffer_define_numbers (ScriptRuntime *runtime, ScriptObject *prototype);

/* The methods that Uint8Array shares with Array. */
void bytes_define_list_methods (ScriptRuntime *runtime, ScriptObject *prototype);

/* Bytes without a copy: LENGTH of them in SOURCE, from FROM. */
ScriptBytes *bytes_view (ScriptRuntime *runtime, ScriptBytes *source, gsize from, gsize length);

#endif
