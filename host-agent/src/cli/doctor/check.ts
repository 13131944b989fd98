/** What one look found. `fix` says what to do; empty where nothing is to be done. */
export interface Finding {
  readonly check: string
  readonly state: 'ok' | 'note' | 'problem'
  readonly text: string
  readonly fix: string
}

export const fine = (check: string, text: string): Finding => ({ check, state: 'ok', text, fix: '' })
export const note = (check: string, text: string, fix = ''): Finding => ({ check, state: 'note', text, fix })
export const problem = (check: string, text: string, fix: string): Finding => ({
  check,
  state: 'problem',
  text,
  fix,
})
