import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import type { EventError } from '@hearth/shared/session'
import * as v from 'valibot'
import { readPrivateFile, writePrivateFile } from '../../identity/private-file.ts'
import { MAX_SETTINGS_FILE, SETTING_PLACE_LENGTH } from '../limits.ts'
import { jsonFault } from './json-place.ts'
import { NO_SETTINGS, Settings } from './settings.ts'

/** Where a person's settings of the agents stand. */
export const settingsFile = (home: string): string => join(home, 'agents.json')

/** What a file says, or what is wrong with it and where; never one of its values. */
export type ReadSettings = { settings: Settings } | { error: EventError }

/** Reads HEARTH_HOME/agents.json; nothing is set where there is none. */
export function readSettings(home: string): ReadSettings {
  const path = settingsFile(home)
  try {
    const bytes = readPrivateFile(path, MAX_SETTINGS_FILE)
    if (bytes === null) return { settings: NO_SETTINGS }
    return parseSettings(path, new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (error instanceof HearthError) return configError(error.message)
    return configError(`${path} is not UTF-8 text.`)
  }
}

/** Stores the settings. @throws {HearthError} `keys.write` */
export function writeSettings(home: string, settings: Settings): void {
  const checked = v.parse(Settings, settings)
  const bytes = new TextEncoder().encode(`${JSON.stringify(checked, null, 2)}\n`)
  writePrivateFile(settingsFile(home), bytes, false)
}

function parseSettings(path: string, text: string): ReadSettings {
  const fault = jsonFault(text)
  if (fault !== null)
    return configError(`${path} is not JSON: look at line ${fault.line}, column ${fault.column}.`)
  const parsed = v.safeParse(Settings, JSON.parse(text))
  return parsed.success
    ? { settings: parsed.output }
    : configError(`${path}: ${issueWords(parsed.issues[0])}`)
}

const configError = (message: string): ReadSettings => ({ error: { code: 'agent.config', message } })

/** An issue without the value that was found: it may be a secret. */
function issueWords(issue: v.BaseIssue<unknown>): string {
  const place = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
  const where = place === '' ? 'as a whole' : `at ${place.slice(0, SETTING_PLACE_LENGTH)}`
  return `${where}, ${fault(issue)}.`
}

function fault(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'check' || issue.type === 'check_items') return issue.message
  if (issue.expected === 'never') return 'this is not known'
  if (issue.kind === 'validation')
    return `this is not as it has to be (${issue.type} ${issue.expected ?? ''})`.replace(' )', ')')
  return `${issue.expected ?? 'something else'} is expected`
}
