/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-selection.h"

struct _TapSelection
{
  GObject parent_instance;

  TapExchangeItem *item;
  guint event;
};

enum
{
  PROP_ITEM = 1,
  PROP_EVENT,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (TapSelection, tap_selection, G_TYPE_OBJECT)

static void
tap_selection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TapSelection *self = TAP_SELECTION (object);

  switch (id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;

    case PROP_EVENT:
      g_value_set_uint (value, self->event);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tap_selection_dispose (GObject *object)
{
  g_clear_object (&TAP_SELECTION (object)->item);
  G_OBJECT_CLASS (tap_selection_parent_class)->dispose (object);
}

static void
tap_selection_class_init (TapSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tap_selection_get_property;
  object_class->dispose = tap_selection_dispose;
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, TAP_TYPE_EXCHANGE_ITEM,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_EVENT] = g_param_spec_uint ("event", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
tap_selection_init (TapSelection *self)
{
}

TapSelection *
tap_selection_new (void)
{
  return g_object_new (TAP_TYPE_SELECTION, NULL);
}

TapExchangeItem *
tap_selection_get_item (TapSelection *self)
{
  g_return_val_if_fail (TAP_IS_SELECTION (self), NULL);

  return self->item;
}

guint
tap_selection_get_event (TapSelection *self)
{
  g_return_val_if_fail (TAP_IS_SELECTION (self), 0);

  return self->event;
}

void
tap_selection_set (TapSelection *self, TapExchangeItem *item, guint event)
{
  g_return_if_fail (TAP_IS_SELECTION (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->item, item))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
  if (self->event != event)
    {
      self->event = event;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EVENT]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}
