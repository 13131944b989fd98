import type { PairedDevice, Right } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'

export const settings = {
  title: 'Settings',
  back: 'Back',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'As the device', light: 'Light', dark: 'Dark' },
  contrast: 'More contrast',
  contrastHint: 'Stronger lines and text. On anyway where the device asks for it.',
  notKept: 'This browser keeps nothing: it holds until the page is closed.',
  hosts: 'Hosts',
  noHost: 'No host is paired yet.',
  manageHint: 'Devices, agents, usage',
  rules: 'Rules',
  rulesOf: (host: string): string => `Rules of ${visible(host)}`,
  more: 'More',
  connections: 'Connections',
  notifications: 'Notifications',
  keys: 'Keyboard',
  about: 'About Hearth',
  version: (version: string): string => `Version ${version}`,
  licence: 'MIT licence. Free to use, change and share.',
  kept: (size: string): string =>
    `Keeps ${size} in this browser: keys, drafts and what was last seen of sessions.`,
} as const

/** Keys that work everywhere of their kind. */
export const keys: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'Enter', does: 'Send, or queue while the agent works' },
  { keys: 'Alt+Enter', does: 'Steer the running turn' },
  { keys: 'Shift+Enter', does: 'New line' },
  { keys: '/', does: 'Commands of the agent, at the start of a prompt' },
  { keys: 'Esc', does: 'Close; leave the field; take back a stop' },
  { keys: '↑', does: 'Move through lists' },
]

const RIGHT: Readonly<Record<Right, string>> = {
  read: 'reads',
  prompt: 'prompts',
  admin: 'administers',
  decide: 'decides',
}

export const manage = {
  away: 'The host is not connected. What is here comes as soon as it is.',
  asking: 'Asking the host…',
  slow: 'The host takes its time. Its connection may be gone.',
  again: 'Try again',
  failed: (message: string): string => `${visible(message)}.`,
  devices: 'Devices',
  thisOne: 'this device',
  here: 'Connected',
  seen: 'Seen',
  until: (date: string): string => `paired until ${date}`,
  platforms: { cli: 'Command line', extension: 'Browser panel', web: 'Web app' } satisfies Record<
    PairedDevice['platform'],
    string
  >,
  may: (rights: readonly Right[], riskMax: number): string =>
    rights.length === 0
      ? 'It may do nothing.'
      : `${rights.map((right) => RIGHT[right]).join(', ')}${rights.includes('decide') ? ` up to risk ${riskMax} of 4` : ''}`,
  rename: 'Rename',
  renameOf: (device: string): string => `Rename ${visible(device)}`,
  name: 'Name',
  save: 'Save',
  revoke: 'Revoke',
  revokeOf: (device: string): string => `Revoke ${visible(device)}`,
  revokeSure: (device: string): string =>
    `${visible(device)} is cut off at once and can’t come back without being paired anew at the host.`,
  revokeSelf: 'This device is cut off at once. It takes the host’s owner to pair it again.',
  revoked: (device: string): string => `${visible(device)} was revoked`,
  keep: 'Keep it',
  others:
    'Renaming and revoking other devices takes the right to administer, which this device does not have.',
  agents: 'Agents',
  on: (agent: string): string => `${visible(agent)} may take prompts`,
  check: 'Try',
  checkOf: (agent: string): string => `Try whether ${visible(agent)} starts`,
  checking: 'Starting it…',
  starts: (ms: number, version: string | null): string =>
    `It starts, in ${(ms / 1000).toFixed(1)} s${version === null ? '' : ` (${visible(version)})`}.`,
  noStart: 'It does not start.',
  adding: 'Other agents are added at the host: hearth agents add',
  admin: 'Switching and trying agents takes the right to administer, which this device does not have.',
  usage: 'Usage',
  days: (count: number): string => (count === 1 ? 'Today' : `${count} days`),
  period: 'Period',
  total: (turns: number): string => (turns === 1 ? '1 turn' : `${turns} turns`),
  tokens: (count: string): string => `${count} tokens`,
  noUsage: 'No turn has ended in this time.',
  cost: (cost: string): string => `${cost}, as the agents report it`,
  noCost: 'cost not reported',
  byAgent: 'By agent',
  byProject: 'By project',
  gone: 'A project that was removed',
  chart: (days: number): string => `Tokens a day, over ${days} days`,
  day: (day: string, tokens: string, turns: number): string =>
    `${day}: ${tokens} tokens in ${turns === 1 ? '1 turn' : `${turns} turns`}`,
} as const
