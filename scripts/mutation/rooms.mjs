import { readdirSync } from 'node:fs'
import { inRoot } from '../lib/paths.mjs'

/**
 * Where a check that is missing would cost somebody their machine. `tests` are those that must notice it: the room's
 * own, beside it.
 */
const ROOMS = {
  decisions: {
    sources: /^shared\/src\/crypto\/(decision(-layout)?|strict|step-up|audit|certificate)\.ts$/,
    tests:
      /^shared\/src\/crypto\/((decision|strict|step-up|audit|certificate|login)\.test|provider\/providers\.test)\.ts$/,
  },
  channel: {
    sources: /^shared\/src\/crypto\/(frame|frame-layout|connect|connect-messages|handshake)\.ts$/,
    tests: /^shared\/src\/crypto\/(channel|connect|frame|traces|vectors)\.test\.ts$/,
  },
  pairing: {
    sources: /^shared\/src\/crypto\/pairing[a-z-]*\.ts$/,
    tests: /^shared\/src\/crypto\/(pairing[a-z-]*|traces|vectors)\.test\.ts$/,
  },
  deciding: {
    sources: /^host-agent\/src\/requests\/(claims|decide|offers|rule-draft|step-up|truth|verify)\.ts$/,
    tests:
      /^host-agent\/src\/requests\/(allow-rule|brakes|decide|decide-rivals|facts|facts-too-large|step-up)\.test\.ts$/,
  },
  requests: {
    sources:
      /^host-agent\/src\/requests\/(?!claims|decide|offers|rule-draft|step-up|truth|verify|command|facts|files|operands|risk|title|words)[a-z-]+\.ts$/,
    tests: /^host-agent\/src\/requests\/(?!command|risk)[a-z-]+\.test\.ts$/,
  },
  facts: {
    sources: /^host-agent\/src\/requests\/(command|facts|files|operands|risk|title|words)[a-z-]*\.ts$/,
    tests: /^host-agent\/src\/requests\/(command|facts|risk)[a-z-]*\.test\.ts$/,
  },
  matching: {
    sources:
      /^host-agent\/src\/policy\/(command-allow|command-touch|fetching|glob|hit|knots|matching|places|seen|spoken|verdict|word-places)\.ts$/,
    tests: /^host-agent\/src\/policy\/(?!book|bounds|page)/,
  },
  rules: {
    sources: /^host-agent\/src\/policy\/(book|check|exchange|ground|history|memo|rows|sets|suggest)\.ts$/,
    tests: /^host-agent\/src\/policy\/(?!bounds|commands|glob|page)/,
  },
  passkeys: { sources: /^host-agent\/src\/passkeys\//, tests: /^host-agent\/src\/passkeys\// },
  guard: { sources: /^host-agent\/src\/guard\//, tests: /^host-agent\/src\/(guard|requests)\// },
  sealing: {
    sources: /^host-agent\/src\/push\/(body|seal|screens|vapid)\.ts$/,
    tests: /^host-agent\/src\/push\/(body|screens|seal|service|vapid)\.test\.ts$/,
  },
  push: { sources: /^relay\/src\/push\//, tests: /^relay\/src\/push\// },
}

export const ROOM_NAMES = Object.keys(ROOMS)

/** Gone through: nothing that matters goes unnoticed there, and a run without names must keep it so. */
export const HELD = [
  'decisions',
  'deciding',
  'passkeys',
  'channel',
  'pairing',
  'guard',
  'sealing',
  'matching',
  'rules',
  'facts',
]

const TEST = /\.test\.ts$/
/** Not part of what runs: contracts, bounds, and what only tests import. */
const NO_SOURCE = /(\.test|\.testdata|\/api|\/limits|\/testing[a-z-]*)\.ts$/

const filesIn = (folder) =>
  readdirSync(inRoot(folder), { recursive: true })
    .map((file) => `${folder}/${file}`)
    .filter((file) => file.endsWith('.ts'))
    .sort()

/** The files of a room, from the repository's root. @param {string} name */
export function room(name) {
  const files = ['shared/src/crypto', 'host-agent/src', 'relay/src/push'].flatMap(filesIn)
  const { sources, tests } = ROOMS[name]
  return {
    name,
    sources: files.filter((file) => sources.test(file) && !NO_SOURCE.test(file)),
    tests: files.filter((file) => tests.test(file) && TEST.test(file)),
  }
}
