// SPDX-FileCopyrightText: 2026 The Tapline contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A gateway of the kit's for each scenario and dialect, until standard input ends. The first line
// printed is a JSON object: "SCENARIO/DIALECT" to its port.
//
//   node gateways.mjs KIT FOLDER SCENARIO… -- DIALECT…

import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [kit, folder, ...names] = process.argv.slice(2);
const dialects = names.splice(names.indexOf('--')).slice(1);
const { createGateway, loadScenario } = await import(
  pathToFileURL(path.resolve(kit, 'mock-gateway.mjs')));

const ports = {};
for (const name of names) {
  for (const dialect of dialects) {
    const gateway = createGateway({ scenario: loadScenario(name), cwd: folder });
    ports[`${name}/${dialect}`] = await gateway.listen();
  }
}
console.log(JSON.stringify(ports));
process.stdin.on('end', () => process.exit(0)).resume();
