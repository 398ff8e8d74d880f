/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-engine-child.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tap-error.h"

#define PROGRAM "tapline-cli"
#define MAX_ERRORS 8192
#define ERRORS_READ 1024

struct _TapEngineChild
{
  const TapEngineChildFuncs *funcs; /* NULL once it was let go */
  gpointer user_data;
  GSubprocess *process;
  GCancellable *cancellable;
  GDataInputStream *lines;
  GInputStream *stderr_pipe;
  GString *errors;
  gboolean ready;
  gboolean exited;
  gboolean errors_done;
};

char *
tap_engine_child_find_program (void)
{
  static const char *const beside[] = { PROGRAM, "../cli/" PROGRAM };
  const char *told = g_getenv ("TAPLINE_CLI");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  if (told != NULL && *told != '\0')
    return g_find_program_in_path (told);
  for (guint i = 0; folder != NULL && i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *path = g_build_filename (folder, beside[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  return g_find_program_in_path (PROGRAM);
}

static void
child_clear (gpointer data)
{
  TapEngineChild *self = data;

  g_clear_object (&self->process);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->lines);
  g_string_free (self->errors, TRUE);
}

static void
child_unref (TapEngineChild *self)
{
  g_rc_box_release_full (self, child_clear);
}

static void
tell_end (TapEngineChild *self)
{
  if (self->exited && self->errors_done && self->funcs != NULL)
    {
      const TapEngineChildFuncs *funcs = g_steal_pointer (&self->funcs);

      funcs->ended (self, self->user_data);
    }
}

static void
exited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TapEngineChild *self = user_data;

  if (g_subprocess_wait_finish (self->process, result, NULL))
    {
      self->exited = TRUE;
      tell_end (self);
    }
  child_unref (self);
}

static void read_errors (TapEngineChild *self);

static void
errors_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TapEngineChild *self = user_data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result,
                                                               NULL);

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    {
      g_string_append_len (self->errors, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      if (self->errors->len > MAX_ERRORS)
        g_string_erase (self->errors, 0, self->errors->len - MAX_ERRORS);
      read_errors (self);
    }
  else
    {
      self->errors_done = TRUE;
      tell_end (self);
    }
  child_unref (self);
}

static void
read_errors (TapEngineChild *self)
{
  g_input_stream_read_bytes_async (self->stderr_pipe, ERRORS_READ, G_PRIORITY_DEFAULT,
                                   self->cancellable, errors_cb, g_rc_box_acquire (self));
}

static void read_line (TapEngineChild *self);

static void
line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TapEngineChild *self = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (self->lines, result, NULL, NULL);

  if (line != NULL)
    {
      if (!self->ready && self->funcs != NULL)
        {
          self->ready = TRUE;
          self->funcs->ready (self, line, self->user_data);
        }
      read_line (self);
    }
  child_unref (self);
}

static void
read_line (TapEngineChild *self)
{
  g_data_input_stream_read_line_async (self->lines, G_PRIORITY_DEFAULT, self->cancellable, line_cb,
                                       g_rc_box_acquire (self));
}

/* Runs between fork and exec. */
static void
set_up_cb (gpointer user_data)
{
  setsid ();
}

TapEngineChild *
tap_engine_child_new (const char *const *arguments, const TapEngineChildFuncs *funcs,
                      gpointer user_data, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *program = tap_engine_child_find_program ();
  TapEngineChild *self;

  if (program == NULL)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_IO,
                   _ ("The program “%s”, which does the recording, cannot be found. Install "
                      "Tapline again."),
                   PROGRAM);
      return NULL;
    }
  g_ptr_array_add (argv, program);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) arguments[i]);
  g_ptr_array_add (argv, NULL);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                        | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, set_up_cb, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, error);
  if (process == NULL)
    {
      g_prefix_error (error, _ ("The program “%s”, which does the recording, cannot be started: "),
                      program);
      return NULL;
    }

  self = g_rc_box_new0 (TapEngineChild);
  self->funcs = funcs;
  self->user_data = user_data;
  self->process = g_steal_pointer (&process);
  self->cancellable = g_cancellable_new ();
  self->errors = g_string_new (NULL);
  self->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->stderr_pipe = g_subprocess_get_stderr_pipe (self->process);
  g_subprocess_wait_async (self->process, self->cancellable, exited_cb, g_rc_box_acquire (self));
  read_line (self);
  read_errors (self);
  return self;
}

void
tap_engine_child_free (TapEngineChild *self)
{
  if (self == NULL)
    return;
  self->funcs = NULL;
  g_cancellable_cancel (self->cancellable);
  child_unref (self);
}

void
tap_engine_child_interrupt (TapEngineChild *self)
{
  g_subprocess_send_signal (self->process, SIGINT);
}

const char *
tap_engine_child_get_errors (TapEngineChild *self)
{
  return self->errors->str;
}

int
tap_engine_child_get_status (TapEngineChild *self, int *signal)
{
  *signal = 0;
  if (!self->exited)
    return -1;
  if (g_subprocess_get_if_exited (self->process))
    return g_subprocess_get_exit_status (self->process);
  if (g_subprocess_get_if_signaled (self->process))
    *signal = g_subprocess_get_term_sig (self->process);
  return -1;
}
