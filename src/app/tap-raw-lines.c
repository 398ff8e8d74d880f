/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-raw-lines.h"

#include <glib/gi18n-lib.h>

#include "tap-record.h"
#include "tap-report.h"

#define MAX_BEHIND 3 /* bytes of a letter behind its first one */

static G_DEFINE_QUARK (tap-raw-border, border)

struct _TapRawLines
{
  GObject parent_instance;

  TapContent *content; /* (nullable) borrowed */
  gint64 origin;
  gboolean hex;
  GArray *starts;      /* of guint: the line with which each read begins */
  guint n_lines;
};

static void tap_raw_lines_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TapRawLines, tap_raw_lines, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tap_raw_lines_list_model_init))

static guint
get_line_length (const TapRawLines *self)
{
  return self->hex ? TAP_RAW_HEX : TAP_RAW_LINE;
}

gboolean
tap_raw_lines_is_border (GtkStringObject *line)
{
  return g_object_get_qdata (G_OBJECT (line), border_quark ()) != NULL;
}

gsize
tap_raw_lines_find_edge (const guint8 *bytes, gsize length, gsize at)
{
  if (at >= length || (bytes[at] & 0xc0) != 0x80)
    return MIN (at, length);
  for (gsize back = 1; back <= MAX_BEHIND && back <= at; back++)
    {
      const char *letter = (const char *) bytes + at - back;
      gunichar found;

      if ((bytes[at - back] & 0xc0) == 0x80)
        continue;
      found = g_utf8_get_char_validated (letter, (gssize) (length - at + back));
      if (found == (gunichar) -1 || found == (gunichar) -2)
        return at;
      return MAX (at, at - back + (gsize) g_unichar_to_utf8 (found, NULL));
    }
  return at;
}

char *
tap_raw_lines_text (const guint8 *bytes, gsize length)
{
  GString *out = g_string_sized_new (length * 2);

  for (gsize i = 0; i < length;)
    {
      gunichar letter = g_utf8_get_char_validated ((const char *) bytes + i,
                                                   (gssize) (length - i));

      if (bytes[i] == '\r')
        g_string_append (out, "\\r");
      else if (bytes[i] == '\n')
        g_string_append (out, "\\n");
      else if (bytes[i] < 0x20 || bytes[i] == 0x7f)
        g_string_append_printf (out, "\\x%02x", bytes[i]);
      else if (letter == (gunichar) -1 || letter == (gunichar) -2 || !g_unichar_isprint (letter))
        g_string_append (out, "�");
      else
        {
          g_string_append_unichar (out, letter);
          i += (gsize) g_unichar_to_utf8 (letter, NULL);
          continue;
        }
      i++;
    }
  return g_string_free (out, FALSE);
}

char *
tap_raw_lines_hex (guint64 offset, const guint8 *bytes, gsize length)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%08" G_GINT64_MODIFIER "x  ", offset);
  for (guint i = 0; i < TAP_RAW_HEX; i++)
    {
      if (i < length)
        g_string_append_printf (out, "%02x ", bytes[i]);
      else
        g_string_append (out, "   ");
      if (i == TAP_RAW_HEX / 2 - 1)
        g_string_append_c (out, ' ');
    }
  g_string_append_c (out, ' ');
  for (guint i = 0; i < length; i++)
    g_string_append_c (out, g_ascii_isprint (bytes[i]) ? (char) bytes[i] : '.');
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *arrow;
  const char *what;
} kinds[] = {
  [TAP_RECORD_REQUEST] = { "→", N_ ("head of the request") },
  [TAP_RECORD_RESPONSE] = { "←", N_ ("head of the answer") },
  [TAP_RECORD_UP] = { "→", N_ ("from the agent") },
  [TAP_RECORD_UP_OUT] = { "→", N_ ("sent to the gateway instead") },
  [TAP_RECORD_IN] = { "←", N_ ("from the gateway") },
  [TAP_RECORD_OUT] = { "←", N_ ("sent to the agent instead") },
};

static char *
dup_border (TapRawLines *self, const TapRead *read)
{
  static const TapReportStyle plain = { .utf8 = TRUE };
  g_autofree char *time = tap_report_time (MAX (read->at - self->origin, 0), &plain);
  const char *what = read->kind < G_N_ELEMENTS (kinds) ? kinds[read->kind].what : NULL;

  return g_strdup_printf (_ ("%s %s   %u bytes %s"),
                          what != NULL ? kinds[read->kind].arrow : "←", time, read->length,
                          what != NULL ? _ (what) : "");
}

/* The read that a line belongs to. */
static guint
find_read (const TapRawLines *self, guint line)
{
  guint low = 0;
  guint high = self->starts->len;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->starts, guint, middle) <= line)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static char *
dup_hex (TapRawLines *self, const TapRead *read, guint64 from)
{
  guint8 bytes[TAP_RAW_HEX];
  gsize length = tap_content_read (self->content, TAP_CONTENT_WIRE, read->offset + from, bytes,
                                   MIN (TAP_RAW_HEX, read->length - from));

  return tap_raw_lines_hex (from, bytes, length);
}

/* A letter that lies across the border of two lines is the first one's. */
static char *
dup_text (TapRawLines *self, const TapRead *read, guint64 from)
{
  guint8 bytes[MAX_BEHIND + TAP_RAW_LINE + MAX_BEHIND];
  gsize before = (gsize) MIN (from, MAX_BEHIND);
  gsize length = tap_content_read (self->content, TAP_CONTENT_WIRE, read->offset + from - before,
                                   bytes, MIN (sizeof bytes, read->length - from + before));
  gsize begin = tap_raw_lines_find_edge (bytes, length, before);
  gsize end = tap_raw_lines_find_edge (bytes, length, before + TAP_RAW_LINE);

  return tap_raw_lines_text (bytes + begin, end - begin);
}

static gpointer
tap_raw_lines_get_item (GListModel *model, guint position)
{
  TapRawLines *self = TAP_RAW_LINES (model);
  g_autofree char *text = NULL;
  GtkStringObject *line;
  TapRead read;
  guint index;
  guint within;
  guint64 from;

  if (position >= self->n_lines)
    return NULL;
  index = find_read (self, position);
  if (self->content == NULL || !tap_content_get_read (self->content, index, &read))
    return gtk_string_object_new ("");
  within = position - g_array_index (self->starts, guint, index);
  if (within == 0)
    {
      text = dup_border (self, &read);
      line = gtk_string_object_new (text);
      g_object_set_qdata (G_OBJECT (line), border_quark (), GINT_TO_POINTER (TRUE));
      return line;
    }
  from = (guint64) (within - 1) * get_line_length (self);
  text = self->hex ? dup_hex (self, &read, from) : dup_text (self, &read, from);
  return gtk_string_object_new (text);
}

static GType
tap_raw_lines_get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
tap_raw_lines_get_n_items (GListModel *model)
{
  return TAP_RAW_LINES (model)->n_lines;
}

static void
tap_raw_lines_list_model_init (GListModelInterface *iface)
{
  iface->get_item = tap_raw_lines_get_item;
  iface->get_item_type = tap_raw_lines_get_item_type;
  iface->get_n_items = tap_raw_lines_get_n_items;
}

void
tap_raw_lines_update (TapRawLines *self)
{
  guint before = self->n_lines;
  guint length = get_line_length (self);
  TapRead read;

  g_return_if_fail (TAP_IS_RAW_LINES (self));

  while (self->content != NULL && tap_content_get_read (self->content, self->starts->len, &read))
    {
      g_array_append_val (self->starts, self->n_lines);
      self->n_lines += 1 + (read.length + length - 1) / length;
    }
  if (self->n_lines > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->n_lines - before);
}

void
tap_raw_lines_set_hex (TapRawLines *self, gboolean hex)
{
  guint before;

  g_return_if_fail (TAP_IS_RAW_LINES (self));

  if (self->hex == hex)
    return;
  before = self->n_lines;
  self->hex = hex;
  self->n_lines = 0;
  g_array_set_size (self->starts, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  tap_raw_lines_update (self);
}

void
tap_raw_lines_forget (TapRawLines *self)
{
  g_return_if_fail (TAP_IS_RAW_LINES (self));

  self->content = NULL;
}

static void
tap_raw_lines_finalize (GObject *object)
{
  g_array_unref (TAP_RAW_LINES (object)->starts);
  G_OBJECT_CLASS (tap_raw_lines_parent_class)->finalize (object);
}

static void
tap_raw_lines_class_init (TapRawLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_raw_lines_finalize;
}

static void
tap_raw_lines_init (TapRawLines *self)
{
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
}

TapRawLines *
tap_raw_lines_new (TapContent *content, gint64 origin, gboolean hex)
{
  TapRawLines *self = g_object_new (TAP_TYPE_RAW_LINES, NULL);

  self->content = content;
  self->origin = origin;
  self->hex = hex;
  tap_raw_lines_update (self);
  return self;
}
