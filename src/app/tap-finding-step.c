/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-finding-step.h"

#include "tap-selection.h"

guint
tap_finding_get_event (const TapFinding *finding)
{
  return finding->event > 0 ? finding->event : TAP_SELECTION_END;
}

int
tap_finding_find (const TapFindings *findings, guint event, int current)
{
  int count = (int) tap_findings_count (findings);

  if (event == 0)
    return -1;
  if (current >= 0 && current < count
      && tap_finding_get_event (tap_findings_get (findings, (guint) current)) == event)
    return current;
  for (int i = 0; i < count; i++)
    {
      if (tap_finding_get_event (tap_findings_get (findings, (guint) i)) == event)
        return i;
    }
  return -1;
}

int
tap_finding_step (const TapFindings *findings, guint event, int current, int by)
{
  int count = (int) tap_findings_count (findings);
  int told = tap_finding_find (findings, event, current);
  int index = by > 0 ? 0 : count - 1;

  if (told >= 0)
    return told + by < count ? MAX (told + by, -1) : -1;
  for (; event != 0 && index >= 0 && index < count; index += by)
    {
      guint at = tap_finding_get_event (tap_findings_get (findings, (guint) index));

      if (by > 0 ? at > event : at < event)
        break;
    }
  return index < count ? index : -1;
}
