#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table is read as it says, refuses what it cannot read, and sees every difference."""

import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

import table  # noqa: E402
from table import ANYWHERE, Finding  # noqa: E402

HEAD = "# a comment\nscenario\tdialect\tasks\tfindings\tcauses\n"
BOM = Finding("warning", "leading-bom", 1)
CUT = Finding("error", "truncated-body", None)


class Reading(unittest.TestCase):
    def read(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "table.tsv")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return table.read(path)

    def test_rows(self):
        rows = self.read(HEAD + "bom\tchat\tstream\tW leading-bom@1\tcomplete\n"
                         "cut\tmessages\tstream stream whole\tE truncated-body@end, N unknown | -"
                         "\tgateway-dropped | complete\n")
        self.assertEqual(list(rows), ["bom/chat", "cut/messages"])
        self.assertEqual(rows["bom/chat"].findings, ((BOM,),))
        cut = rows["cut/messages"]
        self.assertEqual(cut.asks, ("stream", "stream", "whole"))
        self.assertEqual(cut.findings, ((CUT, Finding("note", "unknown", ANYWHERE)), (), ()))
        self.assertEqual(cut.causes, ("gateway-dropped", "complete", "complete"))

    def test_refused(self):
        good = "bom\tchat\tstream\t-\tcomplete\n"
        for name, text in {
                "no columns": good,
                "a row twice": HEAD + good + good,
                "a column missing": HEAD + "bom\tchat\tstream\t-\n",
                "an empty column": HEAD + "bom\tchat\tstream\t\tcomplete\n",
                "no finding": HEAD + "bom\tchat\tstream\tX rule\tcomplete\n",
                "no event": HEAD + "bom\tchat\tstream\tE rule@x\tcomplete\n",
                "too many findings": HEAD + "bom\tchat\tstream\t- | -\tcomplete\n",
                "too many causes": HEAD + "bom\tchat\tstream\t-\tcomplete | complete\n",
        }.items():
            with self.subTest(name), self.assertRaises(table.Wrong):
                self.read(text)

    def test_gaps(self):
        rows = self.read(HEAD + "old\tchat\tstream\t-\tcomplete\nbom\tchat\tstream\t-\tcomplete\n")
        self.assertEqual(table.gaps(rows, ["bom", "old"], ["chat"]), {})
        self.assertEqual(table.gaps(rows, ["bom", "new"], ["chat"]), {
            "old/chat": ["a row without a scenario"], "new/chat": ["the table has no row"]})


class Comparing(unittest.TestCase):
    def test_differences(self):
        anywhere = Finding("warning", "leading-bom")
        for wanted, found, lines in (
                ([BOM, CUT], [CUT, BOM], []),
                ([anywhere], [BOM, Finding("warning", "leading-bom", 2)], []),
                ([anywhere], [Finding("warning", "leading-bom", None)], []),
                ([BOM], [], ["missing  W leading-bom@1"]),
                ([], [CUT], ["extra    E truncated-body@end"]),
                ([BOM], [BOM, BOM], ["extra    W leading-bom@1"]),
                ([BOM], [Finding("error", "leading-bom", 1)],
                 ["missing  W leading-bom@1", "extra    E leading-bom@1"]),
                ([BOM], [Finding("warning", "leading-bom", None)],
                 ["missing  W leading-bom@1", "extra    W leading-bom@end"]),
        ):
            with self.subTest(wanted=wanted, found=found):
                self.assertEqual(table.differences(wanted, found), lines)


if __name__ == "__main__":
    unittest.main()
