import { chownSync, readFileSync } from 'node:fs'

/** PostgreSQL refuses to run as root; these accounts exist on most machines and own nothing of value. */
const ACCOUNTS = ['postgres', 'nobody']

/**
 * As whom PostgreSQL runs: ourselves, or for root the first of the accounts above. `account` is undefined when
 * nothing has to change.
 * @returns {{ account?: string, uid?: number, gid?: number } | { problem: string }}
 */
export function postgresUser() {
  if (process.getuid?.() !== 0) return {}
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const account of ACCOUNTS) {
    const entry = entries.find(([name]) => name === account)
    if (entry) return { account, uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  return {
    problem: `PostgreSQL refuses to run as root, and there is no account named ${ACCOUNTS.join(' or ')}`,
  }
}

/** Hands a file or folder to the account that PostgreSQL runs as. */
export function giveTo(user, path) {
  if (user.uid !== undefined) chownSync(path, user.uid, user.gid)
}
