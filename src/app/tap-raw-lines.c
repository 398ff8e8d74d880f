/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-raw-lines.h"

#include <glib/gi18n-lib.h>

#include "tap-raw-cut.h"
#include "tap-record.h"
#include "tap-report.h"

#define CHUNK (64 * 1024)   /* bytes that are read at once */
#define MOMENT (512 * 1024) /* bytes that are looked through in one, some ms */
#define MAX_COLUMNS 1000
#define MAX_LETTER 4        /* bytes */

static G_DEFINE_QUARK (tap-raw-border, border)

struct _TapRawLines
{
  GObject parent_instance;

  TapContent *content; /* (nullable) borrowed */
  gint64 origin;
  guint columns;
  gboolean hex;
  GArray *starts;      /* of guint: the line with which each read begins */
  GArray *offsets;     /* of guint32: where in its read each line begins */
  guint32 looked;      /* bytes of the last read whose lines are known */
  guint n_lines;       /* that were told of */
  guint source;
};

static void tap_raw_lines_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TapRawLines, tap_raw_lines, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tap_raw_lines_list_model_init))

gboolean
tap_raw_lines_is_border (GtkStringObject *line)
{
  return g_object_get_qdata (G_OBJECT (line), border_quark ()) != NULL;
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

/* Behind its last line. */
static guint
find_end (const TapRawLines *self, guint read)
{
  return read + 1 < self->starts->len ? g_array_index (self->starts, guint, read + 1)
                                      : self->offsets->len;
}

static guint32
get_offset (const TapRawLines *self, guint line)
{
  return g_array_index (self->offsets, guint32, line);
}

static char *
dup_line (TapRawLines *self, guint index, const TapRead *read, guint line)
{
  guint8 bytes[(MAX_COLUMNS + 1) * MAX_LETTER];
  guint32 from = get_offset (self, line);
  guint32 to = line + 1 < find_end (self, index)    ? get_offset (self, line + 1)
               : index + 1 < self->starts->len ? read->length
                                               : self->looked;
  gsize length = tap_content_read (self->content, TAP_CONTENT_WIRE, read->offset + from, bytes,
                                   MIN (to - from, sizeof bytes));

  return self->hex ? tap_raw_hex (from, bytes, length, tap_raw_count_hex (self->columns))
                   : tap_raw_text (bytes, length);
}

static gpointer
tap_raw_lines_get_item (GListModel *model, guint position)
{
  TapRawLines *self = TAP_RAW_LINES (model);
  g_autofree char *text = NULL;
  GtkStringObject *line;
  TapRead read;
  guint index;

  if (position >= self->n_lines)
    return NULL;
  index = find_read (self, position);
  if (self->content == NULL || !tap_content_get_read (self->content, index, &read))
    return gtk_string_object_new ("");
  if (position == g_array_index (self->starts, guint, index))
    {
      text = dup_border (self, &read);
      line = gtk_string_object_new (text);
      g_object_set_qdata (G_OBJECT (line), border_quark (), GINT_TO_POINTER (TRUE));
      return line;
    }
  text = dup_line (self, index, &read, position);
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

static void
add_line (TapRawLines *self, guint32 offset)
{
  g_array_append_val (self->offsets, offset);
}

static void
begin_read (TapRawLines *self)
{
  g_array_append_val (self->starts, self->offsets->len);
  self->looked = 0;
  add_line (self, 0);
}

/* The lines of the next bytes of a read. Where more of it follow, a line ends with a whole one, so
 * that it does not matter how it was cut. */
static void
look_through (TapRawLines *self, const TapRead *read, guint8 *bytes)
{
  gsize length = tap_content_read (self->content, TAP_CONTENT_WIRE, read->offset + self->looked,
                                   bytes, MIN (CHUNK, read->length - self->looked));
  gboolean is_last = self->looked + length >= read->length;
  gsize at = 0;

  while (at < length && (is_last || length - at >= (MAX_COLUMNS + 1) * MAX_LETTER))
    {
      add_line (self, self->looked + (guint32) at);
      at += self->hex ? MIN (tap_raw_count_hex (self->columns), length - at)
                      : tap_raw_cut (bytes + at, length - at, self->columns);
    }
  /* What cannot be read is not waited for. */
  self->looked = at > 0 ? self->looked + (guint32) at : read->length;
}

/* FALSE: there is more. */
static gboolean
look (TapRawLines *self)
{
  g_autofree guint8 *bytes = g_malloc (CHUNK);
  gsize budget = MOMENT;
  TapRead read;

  while (self->content != NULL && budget > 0)
    {
      guint n_reads = self->starts->len;

      if (n_reads == 0 || !tap_content_get_read (self->content, n_reads - 1, &read)
          || self->looked >= read.length)
        {
          if (!tap_content_get_read (self->content, n_reads, &read))
            return TRUE;
          begin_read (self);
          budget -= MIN (budget, 64);
        }
      else
        {
          guint32 before = self->looked;

          look_through (self, &read, bytes);
          budget -= MIN (budget, self->looked - before);
        }
    }
  return self->content == NULL;
}

static gboolean
look_cb (gpointer user_data)
{
  TapRawLines *self = user_data;
  guint before = self->n_lines;
  gboolean all = look (self);

  if (all)
    self->source = 0;
  self->n_lines = self->offsets->len;
  if (self->n_lines > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->n_lines - before);
  return all ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

void
tap_raw_lines_update (TapRawLines *self)
{
  g_return_if_fail (TAP_IS_RAW_LINES (self));

  if (self->source == 0 && look_cb (self) == G_SOURCE_CONTINUE)
    self->source = g_idle_add_full (G_PRIORITY_LOW, look_cb, self, NULL);
}

gboolean
tap_raw_lines_is_layout (TapRawLines *self, guint columns, gboolean hex)
{
  g_return_val_if_fail (TAP_IS_RAW_LINES (self), FALSE);

  columns = CLAMP (columns, 1, MAX_COLUMNS);
  return self->hex == hex
         && (hex ? tap_raw_count_hex (columns) == tap_raw_count_hex (self->columns)
                 : columns == self->columns);
}

void
tap_raw_lines_set_layout (TapRawLines *self, guint columns, gboolean hex)
{
  guint before = self->n_lines;

  g_return_if_fail (TAP_IS_RAW_LINES (self));

  self->columns = CLAMP (columns, 1, MAX_COLUMNS);
  self->hex = hex;
  g_clear_handle_id (&self->source, g_source_remove);
  g_array_set_size (self->starts, 0);
  g_array_set_size (self->offsets, 0);
  self->looked = 0;
  self->n_lines = 0;
  /* Told at once that some came for others, a list asks for all of them. */
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  tap_raw_lines_update (self);
}

guint64
tap_raw_lines_get_offset (TapRawLines *self, guint line)
{
  TapRead read;

  g_return_val_if_fail (TAP_IS_RAW_LINES (self), 0);

  if (line >= self->n_lines || self->content == NULL
      || !tap_content_get_read (self->content, find_read (self, line), &read))
    return 0;
  return read.offset + get_offset (self, line);
}

gboolean
tap_raw_lines_find (TapRawLines *self, guint64 offset, guint *line)
{
  guint low = 0;
  guint high = self->n_lines;

  g_return_val_if_fail (TAP_IS_RAW_LINES (self), FALSE);

  /* The border of a read is at the same place as its first line. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (tap_raw_lines_get_offset (self, middle) <= offset)
        low = middle;
      else
        high = middle;
    }
  *line = low;
  return low + 1 < self->n_lines || self->source == 0;
}

void
tap_raw_lines_forget (TapRawLines *self)
{
  g_return_if_fail (TAP_IS_RAW_LINES (self));

  g_clear_handle_id (&self->source, g_source_remove);
  self->content = NULL;
}

static void
tap_raw_lines_finalize (GObject *object)
{
  TapRawLines *self = TAP_RAW_LINES (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_array_unref (self->starts);
  g_array_unref (self->offsets);
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
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
}

TapRawLines *
tap_raw_lines_new (TapContent *content, gint64 origin, guint columns, gboolean hex)
{
  TapRawLines *self = g_object_new (TAP_TYPE_RAW_LINES, NULL);

  self->content = content;
  self->origin = origin;
  self->columns = CLAMP (columns, 1, MAX_COLUMNS);
  self->hex = hex;
  tap_raw_lines_update (self);
  return self;
}
