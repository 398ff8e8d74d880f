/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-filter-menu.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-row-order.h"

#define MAX_LOOKED_AT 20000 /* exchanges, the newest, as a menu has to open at once */
#define MAX_VALUES 12
#define LABEL_LETTERS 40

typedef enum
{
  BY_SESSION,
  BY_CLIENT,
  BY_MODEL,
  BY_PATH,
  BY_STATUS,
  BY_FINDING,
  BY_CLASS,
  N_KINDS
} Kind;

static const struct
{
  const char *prefix;
  const char *title;
} kinds[N_KINDS] = {
  [BY_SESSION] = { "session:", N_ ("Session") }, [BY_CLIENT] = { "client:", N_ ("Client") },
  [BY_MODEL] = { "model:", N_ ("Model") },       [BY_PATH] = { "path:", N_ ("Path") },
  [BY_STATUS] = { "status:", N_ ("Status") },    [BY_FINDING] = { "rule:", N_ ("Finding") },
  [BY_CLASS] = { "class:", N_ ("Purpose") },
};

static const struct
{
  const char *word;
  const char *title;
} states[] = {
  { "is:failed", N_ ("Failed") },
  { "is:running", N_ ("Still Running") },
  { "is:retry", N_ ("Retries and Fallbacks") },
  { "status:>=400", N_ ("Refused (Status 400 and Above)") },
};

typedef struct
{
  const char *value;
  guint count;
} Value;

static void
count (GHashTable *values, const char *value)
{
  gpointer n;

  if (value == NULL)
    return;
  n = g_hash_table_lookup (values, value);
  g_hash_table_insert (values, g_strdup (value), GUINT_TO_POINTER (GPOINTER_TO_UINT (n) + 1));
}

static void
count_item (GHashTable **values, const TapExchangeFacts *facts)
{
  char status[16];

  count (values[BY_SESSION], facts->session);
  count (values[BY_CLIENT], facts->client_name);
  count (values[BY_MODEL], facts->model);
  count (values[BY_PATH], facts->path);
  g_snprintf (status, sizeof status, "%u", facts->status);
  count (values[BY_STATUS], facts->status > 0 ? status : NULL);
  for (guint i = 0; facts->rules != NULL && facts->rules[i] != NULL; i++)
    count (values[BY_FINDING], facts->rules[i]);
  count (values[BY_CLASS], facts->ask_class != TAP_ASK_UNKNOWN
                               ? tap_filter_class_name (facts->ask_class)
                               : NULL);
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const Value *first = a;
  const Value *second = b;

  if (first->count != second->count)
    return first->count > second->count ? -1 : 1;
  return strcmp (first->value, second->value);
}

static char *
dup_word (const char *prefix, const char *value)
{
  return strpbrk (value, " \t\n") != NULL ? g_strdup_printf ("%s\"%s\"", prefix, value)
                                          : g_strconcat (prefix, value, NULL);
}

static void
append_item (GMenu *menu, const char *label, const char *word)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
  /* What stands after it is a mnemonic otherwise. */
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *plain = g_strjoinv ("__", parts);

  g_menu_item_set_label (item, plain);
  g_menu_item_set_action_and_target (item, "filter.add", "s", word);
  g_menu_append_item (menu, item);
}

static void
append_values (GMenu *menu, Kind kind, GHashTable *values)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (Value));
  g_autoptr (GMenu) submenu = g_menu_new ();
  GHashTableIter iter;
  gpointer key, n;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, &n))
    {
      Value value = { key, GPOINTER_TO_UINT (n) };

      g_array_append_val (sorted, value);
    }
  if (sorted->len == 0)
    return;
  g_array_sort (sorted, compare_values);
  for (guint i = 0; i < MIN (sorted->len, MAX_VALUES); i++)
    {
      const Value *value = &g_array_index (sorted, Value, i);
      g_autofree char *word = dup_word (kinds[kind].prefix, value->value);
      g_autofree char *text = g_utf8_strlen (value->value, -1) > LABEL_LETTERS
                                  ? g_utf8_substring (value->value, 0, LABEL_LETTERS)
                                  : g_strdup (value->value);
      /* Translators: a value, and how many exchanges have it: "502 (3)" */
      g_autofree char *label = g_strdup_printf (_ ("%s (%u)"), text, value->count);

      append_item (submenu, label, word);
    }
  g_menu_append_submenu (menu, _ (kinds[kind].title), G_MENU_MODEL (submenu));
}

GMenuModel *
tap_filter_menu_new (TapSession *session)
{
  GListModel *items = session != NULL ? tap_session_get_items (session) : NULL;
  guint n_items = items != NULL ? g_list_model_get_n_items (items) : 0;
  GHashTable *values[N_KINDS];
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) by_value = g_menu_new ();
  g_autoptr (GMenu) by_state = g_menu_new ();

  for (guint i = 0; i < N_KINDS; i++)
    values[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = n_items - MIN (n_items, MAX_LOOKED_AT); i < n_items; i++)
    {
      g_autoptr (TapExchangeItem) item = g_list_model_get_item (items, i);

      count_item (values, tap_exchange_item_get_facts (item));
    }
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    append_item (by_state, _ (states[i].title), states[i].word);
  for (guint i = 0; i < N_KINDS; i++)
    {
      append_values (by_value, i, values[i]);
      g_hash_table_unref (values[i]);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (by_state));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (by_value));
  return G_MENU_MODEL (menu);
}

char *
tap_filter_menu_add (const char *text, const char *word)
{
  gsize prefix = strcspn (word, ":") + 1;
  GString *out = g_string_new (NULL);
  const char *at = text;

  while (*at != '\0')
    {
      gsize skipped = strspn (at, " ");
      gsize length = 0;
      gboolean quoted = FALSE;

      at += skipped;
      for (; at[length] != '\0' && (quoted || at[length] != ' '); length++)
        quoted = quoted != (at[length] == '"');
      if (length > 0 && g_ascii_strncasecmp (at, word, prefix) != 0)
        {
          g_string_append_len (out, at, length);
          g_string_append_c (out, ' ');
        }
      at += length;
    }
  g_string_append (out, word);
  return g_string_free (out, FALSE);
}
