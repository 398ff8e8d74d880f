/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tracks.h"

#define SLICE 40000 /* events: about a millisecond */

struct _TapTracks
{
  GObject parent_instance;

  TapSession *session; /* borrowed: it owns this */
  GPtrArray *tracks;   /* of TapTrack, by index */
  GArray *dirty;       /* of guint: indexes that changed */
  GArray *waits;       /* of guint8, by index: it is in dirty */
  guint later;         /* source */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapTracks, tap_tracks, G_TYPE_OBJECT)

static G_DEFINE_QUARK (tap-tracks, tap_tracks)

static void
track_free (gpointer data)
{
  tap_track_clear (data);
  g_free (data);
}

static gboolean update_later_cb (gpointer user_data);

static void
update (TapTracks *self)
{
  guint budget = SLICE;
  guint done = 0;
  gint64 held_at = tap_session_get_held (self->session) ? tap_session_get_now (self->session, 0)
                                                        : -1;
  TapTrace *trace;

  if (self->dirty->len == 0)
    return;
  trace = tap_session_lock (self->session);
  for (; done < self->dirty->len; done++)
    {
      guint index = g_array_index (self->dirty, guint, done);

      if (!tap_track_update (g_ptr_array_index (self->tracks, index),
                             tap_trace_get (trace, index), held_at, &budget))
        break;
      g_array_index (self->waits, guint8, index) = FALSE;
    }
  tap_session_unlock (self->session);
  g_array_remove_range (self->dirty, 0, done);
  if (self->dirty->len > 0 && self->later == 0)
    self->later = g_idle_add (update_later_cb, self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
update_later_cb (gpointer user_data)
{
  TapTracks *self = user_data;

  self->later = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
mark_dirty (TapTracks *self, guint index)
{
  if (g_array_index (self->waits, guint8, index))
    return;
  g_array_index (self->waits, guint8, index) = TRUE;
  g_array_append_val (self->dirty, index);
}

static void
item_changed_cb (TapExchangeItem *item, gpointer user_data)
{
  mark_dirty (user_data, tap_exchange_item_get_facts (item)->index);
}

/* Items are only ever added at the end, where their index says. */
static void
items_changed_cb (GListModel *items, guint position, guint removed, guint added, gpointer user_data)
{
  TapTracks *self = user_data;

  for (guint i = 0; i < added; i++)
    {
      g_autoptr (TapExchangeItem) item = g_list_model_get_item (items, position + i);
      guint8 waits = FALSE;

      g_ptr_array_add (self->tracks, g_new0 (TapTrack, 1));
      g_array_append_val (self->waits, waits);
      g_signal_connect_object (item, "changed", G_CALLBACK (item_changed_cb), self, 0);
      mark_dirty (self, position + i);
    }
}

static void
session_changed_cb (TapSession *session, gpointer user_data)
{
  update (user_data);
}

static TapTracks *
tap_tracks_new (TapSession *session)
{
  TapTracks *self = g_object_new (TAP_TYPE_TRACKS, NULL);
  GListModel *items = tap_session_get_items (session);

  self->session = session;
  g_signal_connect_object (items, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self, 0);
  items_changed_cb (items, 0, 0, g_list_model_get_n_items (items), self);
  update (self);
  return self;
}

TapTracks *
tap_tracks_of (TapSession *session)
{
  TapTracks *self;

  g_return_val_if_fail (TAP_IS_SESSION (session), NULL);

  self = g_object_get_qdata (G_OBJECT (session), tap_tracks_quark ());
  if (self == NULL)
    {
      self = tap_tracks_new (session);
      g_object_set_qdata_full (G_OBJECT (session), tap_tracks_quark (), self, g_object_unref);
    }
  return g_object_ref (self);
}

guint
tap_tracks_count (TapTracks *self)
{
  g_return_val_if_fail (TAP_IS_TRACKS (self), 0);

  return self->tracks->len;
}

const TapTrack *
tap_tracks_get (TapTracks *self, guint index)
{
  const TapTrack *track;

  g_return_val_if_fail (TAP_IS_TRACKS (self), NULL);

  if (index >= self->tracks->len)
    return NULL;
  track = g_ptr_array_index (self->tracks, index);
  return track->serial > 0 ? track : NULL;
}

static void
tap_tracks_dispose (GObject *object)
{
  g_clear_handle_id (&TAP_TRACKS (object)->later, g_source_remove);
  G_OBJECT_CLASS (tap_tracks_parent_class)->dispose (object);
}

static void
tap_tracks_finalize (GObject *object)
{
  TapTracks *self = TAP_TRACKS (object);

  g_ptr_array_unref (self->tracks);
  g_array_unref (self->dirty);
  g_array_unref (self->waits);
  G_OBJECT_CLASS (tap_tracks_parent_class)->finalize (object);
}

static void
tap_tracks_class_init (TapTracksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tap_tracks_dispose;
  object_class->finalize = tap_tracks_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_tracks_init (TapTracks *self)
{
  self->tracks = g_ptr_array_new_with_free_func (track_free);
  self->dirty = g_array_new (FALSE, FALSE, sizeof (guint));
  self->waits = g_array_new (FALSE, FALSE, sizeof (guint8));
}
