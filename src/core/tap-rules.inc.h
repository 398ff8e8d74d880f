/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#define TAP_RULES(X)                                                                              \
  X (DUPLICATE_MESSAGE_START, "duplicate-message-start", TAP_SEVERITY_ERROR,                      \
     N_ ("A second message_start came while the same message was still open."))
