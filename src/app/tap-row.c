/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-row-private.h"

struct _TapRow
{
  GObject parent_instance;

  TapExchangeItem *item; /* NULL: a heading */
  char *heading;
  guint count;
  guint index;
  GHashTable *alive;     /* NULL: a heading */
};

enum
{
  ROW_CHANGED,
  N_ROW_SIGNALS,
};

static guint row_signals[N_ROW_SIGNALS];

G_DEFINE_FINAL_TYPE (TapRow, tap_row, G_TYPE_OBJECT)

static void
tap_row_finalize (GObject *object)
{
  TapRow *self = TAP_ROW (object);

  if (self->alive != NULL)
    g_hash_table_remove (self->alive, GUINT_TO_POINTER (self->index));
  g_clear_pointer (&self->alive, g_hash_table_unref);
  g_clear_object (&self->item);
  g_free (self->heading);
  G_OBJECT_CLASS (tap_row_parent_class)->finalize (object);
}

static void
tap_row_class_init (TapRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_row_finalize;
  row_signals[ROW_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_row_init (TapRow *self)
{
}

TapExchangeItem *
tap_row_get_item (TapRow *self)
{
  g_return_val_if_fail (TAP_IS_ROW (self), NULL);

  return self->item;
}

const char *
tap_row_get_heading (TapRow *self)
{
  g_return_val_if_fail (TAP_IS_ROW (self), NULL);

  return self->heading;
}

guint
tap_row_get_count (TapRow *self)
{
  g_return_val_if_fail (TAP_IS_ROW (self), 0);

  return self->count;
}

TapRow *
tap_row_new_item (TapExchangeItem *item, guint index, GHashTable *alive)
{
  TapRow *self = g_object_new (TAP_TYPE_ROW, NULL);

  self->item = g_object_ref (item);
  self->index = index;
  self->alive = g_hash_table_ref (alive);
  g_hash_table_insert (alive, GUINT_TO_POINTER (index), self);
  return self;
}

TapRow *
tap_row_new_heading (char *heading)
{
  TapRow *self = g_object_new (TAP_TYPE_ROW, NULL);

  self->heading = heading;
  return self;
}

void
tap_row_set_count (TapRow *self, guint count)
{
  if (self->count == count)
    return;
  self->count = count;
  g_signal_emit (self, row_signals[ROW_CHANGED], 0);
}
