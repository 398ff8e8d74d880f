/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* What a fuzzer is: libFuzzer calls it with -Dfuzzers=true, fuzz-corpus.c otherwise. */
int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);
