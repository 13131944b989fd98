import type { Right } from '@hearth/shared/protocol'
import type { LinkProblem } from './link.ts'

export const TITLE = 'Pair with a host'
export const CANCEL = 'Cancel'

/** The link: where it comes from and what is wrong with one. */
export const link = {
  welcome: 'Agents on your machine, steered from here',
  welcomeText:
    'Hearth’s agents run on a machine of yours, the host. Pair this device with it once; it takes a minute.',
  another: 'Pair with another host',
  stepRun: 'On the host, in Hearth’s folder, run',
  command: 'npm start',
  commandAgain: 'npx hearth pair',
  stepRunNote: 'It shows a link and a code to scan. If it runs already, this makes a new link:',
  copy: 'Copy the command',
  copied: 'Copied',
  notCopied: 'The browser didn’t let it be copied: select it instead.',
  stepGive: 'Give the link to this device',
  field: 'Pairing link',
  placeholder: 'https://…/p#…',
  fieldNote: 'Nothing is sent before you have seen where it leads.',
  next: 'Continue',
  scan: 'Scan the code',
  noScan: 'Or open the link in this browser. The panel can’t use the camera.',
  orPhone: 'Or point this phone’s camera app at the code.',
  problem: {
    empty: 'Paste the link that the terminal shows.',
    'not-a-link': 'This is not a pairing link. Copy the whole line, from https:// or http:// to its end.',
    expired: 'This link has expired: they are good for ten minutes. Run npx hearth pair for a new one.',
    version: 'This link was made by another version of Hearth. Update the older of the two.',
  } satisfies Record<LinkProblem, string>,
}

/** The camera. */
export const scan = {
  title: 'Scan the code',
  label: 'Picture of the camera',
  starting: 'Starting the camera…',
  hint: 'Hold the terminal’s code into the picture.',
  other: 'That is another code. The one to scan is in the terminal, below npm start.',
  refused: 'The camera was not allowed. Allow it in the browser’s settings, or paste the link.',
  missing: 'No camera was found. Paste the link instead.',
}

/** The link is read; nothing is dialled yet. */
export const check = {
  title: 'Pair through this relay?',
  leadsTo: 'This link leads to the relay',
  relayNote: 'The relay only passes sealed messages on; it can’t read them.',
  host: 'Host’s key',
  expires: 'Link is good for',
  name: 'Name of this device',
  nameNote: 'The host lists this device by it.',
  nameMissing: 'Give this device a name, so that you know it again at the host.',
  go: 'Pair',
  elsewhereTitle: 'This page belongs to another relay',
  elsewhere: (origin: string): string =>
    `A page may talk only to the relay that it came from, which is ${origin}. Open the link’s own page to pair there.`,
  open: 'Open the link’s page',
}

export const meeting = {
  title: 'On the way to the host…',
  slow: 'This takes longer than usual. Does the terminal still wait for a device?',
}

/** The digits are shown. */
export const compare = {
  title: 'Are these the digits in the terminal?',
  label: 'Digits to compare',
  same: 'The same digits must show at the host. If they do, answer y there.',
  differ: 'If they differ, answer n: then somebody is in between.',
  waiting: 'Waiting for your answer in the terminal',
  over: 'The time to compare is nearly over',
}

/** Paired. */
export const paired = {
  title: (host: string): string => `Paired with ${host}`,
  can: 'From this device you can',
  go: 'Go to sessions',
}

/** What a right means for the person. */
export const RIGHT: Readonly<Record<Right, string>> = {
  read: 'see sessions and what agents do, as it happens',
  prompt: 'send prompts, stop turns and answer questions',
  decide: 'allow or deny what agents ask for',
  admin: 'change the host’s settings',
}

export const riskNote = (riskMax: number): string =>
  riskMax >= 4 ? 'of any risk' : `up to risk ${riskMax} of 4; above that, decide at the host`

export const failed = {
  again: 'Try again',
  link: 'Use a new link',
  reload: 'Reload',
  home: 'Back to sessions',
}

/** `4:32`. */
export const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
