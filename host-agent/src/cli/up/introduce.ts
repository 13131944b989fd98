import { commandName } from '../command-name.ts'
import type { Style } from '../format/style.ts'
import type { Faces } from './faces.ts'
import type { RunningRelay } from './run.ts'

/** What a host agent that has just started says of itself. */
export interface Introduction {
  readonly host: { readonly id: string; readonly name: string }
  readonly home: string
  readonly relay: RunningRelay | null
  readonly faces: Faces
  readonly projects: readonly string[]
  readonly devices: number
}

type Row = readonly [label: string, text: string]

const relayRows = (relay: RunningRelay | null): Row[] => {
  if (relay === null) return [['relay', 'none: no device can connect']]
  if (!relay.own) return [['relay', relay.origin]]
  const here: Row = relay.web
    ? ['web view', relay.origin]
    : ['relay', `${relay.origin} (its own; the web view is not built: npm run build)`]
  const phone =
    relay.public ??
    `not yet: it needs an https name (docs/hosting.md), then: ${commandName()} up --public https://NAME`
  return [here, ['phone', phone]]
}

const faceRows = ({ chrome, firefox }: Faces): Row[] => [
  ...(chrome === null
    ? []
    : [['Chrome', `chrome://extensions → Developer mode → Load unpacked → ${chrome}`] as const]),
  ...(firefox === null
    ? []
    : [['Firefox', `about:debugging#/runtime/this-firefox → Load Temporary Add-on → ${firefox}`] as const]),
]

/** One line of the introduction, for what is found out later too. */
export const row = ({ quiet }: Style, [label, text]: Row): string => `  ${quiet(label.padEnd(9))} ${text}`

/** The lines, but those about agents: asking them takes a moment. */
export const introduction = (said: Introduction, style: Style): string[] => {
  const { host, home, relay, faces, projects, devices } = said
  const ways = [...relayRows(relay), ...faceRows(faces)]
  const rows: Row[] = [
    ['projects', projects.length === 0 ? `none yet: ${commandName()} projects add DIR` : projects.join(', ')],
    ['devices', `${devices} paired${devices > 0 ? `; another: ${commandName()} pair` : ''}`],
  ]
  return [
    `${style.strong(`Hearth is up: ${host.name}`)} (${host.id.slice(0, 8)}), files in ${home}`,
    '',
    ...ways.map((one) => row(style, one)),
    '',
    ...rows.map((one) => row(style, one)),
  ]
}
